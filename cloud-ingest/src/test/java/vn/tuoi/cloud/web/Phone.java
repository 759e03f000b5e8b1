package vn.tuoi.cloud.web;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A farmer's phone, 360 by 740, with the page open; what it does is named as a farmer would name it. */
final class Phone implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final BrowserContext context;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    final Page page;

    Phone(BrowserContext context, String address) {
        this.context = context;
        this.page = context.newPage();
        page.setDefaultTimeout(30_000);
        page.onPageError(faults::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                faults.add(message.text());
            }
        });
        page.navigate(address);
    }

    void signIn(String phoneNumber, String pin) {
        page.getByLabel("Số điện thoại").fill(phoneNumber);
        page.getByLabel("Mã PIN", new Page.GetByLabelOptions().setExact(true)).fill(pin);
        tap("Đăng nhập");
    }

    void tap(String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .tap();
    }

    ZoneOnScreen zone(String id) {
        Locator card = page.locator("[data-zone=" + id + "]");
        card.waitFor();
        return new ZoneOnScreen(card);
    }

    /** The id of the first zone that can be watered by a tap. */
    String firstZone() {
        return page.locator("[data-zone]:has(.primary)").first().getAttribute("data-zone");
    }

    void loseNetwork() {
        context.setOffline(true);
    }

    void waitFor(String selector) {
        page.locator(selector).first().waitFor();
    }

    /** What axe finds wrong on the screen, one sentence each; empty when nothing. */
    List<String> accessibilityFaults() {
        return new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .flatMap(rule -> rule.getNodes().stream()
                                .map(node -> rule.getId() + " (" + rule.getHelp() + "): " + node.getHtml()))
                        .toList();
    }

    /** Controls lower than 48 px, and how far the page is wider than the screen; empty when it fits a thumb. */
    @SuppressWarnings("unchecked") // the browser's JSON has no static type
    List<String> misfits() {
        return (List<String>) page.evaluate("""
                () => [...document.querySelectorAll("button, select, a, summary, input:not([type=checkbox])")]
                  .filter((control) => control.offsetParent && control.getBoundingClientRect().height < 48)
                  .map((control) => "low: " + control.outerHTML.slice(0, 100))
                  .concat(document.documentElement.scrollWidth > innerWidth ? ["wider than the screen"] : [])
                """);
    }

    /** Script errors and violations of the content security policy since the page was opened. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    @Override
    public void close() {
        context.close();
    }
}
