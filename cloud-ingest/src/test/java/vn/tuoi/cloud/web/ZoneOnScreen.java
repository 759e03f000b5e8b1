package vn.tuoi.cloud.web;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/** One zone's card on a phone. */
final class ZoneOnScreen {
    private final Locator card;

    ZoneOnScreen(Locator card) {
        this.card = card;
    }

    /** The moisture as it reads, e.g. {@code 27 %}; waits until there is one. */
    String moisture() {
        return card.locator(".moisture .value").innerText();
    }

    /** The age of the moisture as it reads, e.g. {@code 3 phút trước}. */
    String moistureAge() {
        return card.locator(".moisture .age").innerText();
    }

    void tap(String button) {
        card.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .tap();
    }

    /** Waits until the order on the card has come to a state of the page: {@code sending}, {@code running}, {@code lost}… */
    void waitForOrder(String state) {
        card.locator(".order[data-state=" + state + "]").waitFor();
    }

    /** What the card says of the order. */
    String order() {
        return card.locator(".order-sentence").innerText();
    }

    /** What the zone does now, waiting until it contains a text. */
    String doing(String text) {
        Locator now = card.locator(".now", new Locator.LocatorOptions().setHasText(text));
        now.waitFor();
        return now.innerText();
    }

    /** The runs to come as they read, waiting until there are so many lines. */
    List<String> nextRuns(int lines) {
        Locator line = card.locator(".next-runs .run-line");
        line.nth(lines - 1).waitFor();
        return line.allInnerTexts();
    }

    /** The last run as it reads. */
    String lastRun() {
        return card.locator(".facts .run").innerText();
    }

    void waitForButton(String button) {
        card.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .waitFor();
    }

    void resend() {
        card.locator(".order button").tap();
    }
}
