package vn.tuoi.cloud.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a farmer does with the page, in a browser, against the whole running system with its simulated farms. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FarmerPageIT {
    private RunningDemo demo;
    private Browsers browsers;
    private Phone phone;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        browsers = new Browsers();
        demo = RunningDemo.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        browsers.close();
        if (demo != null) {
            demo.close();
        }
    }

    @BeforeEach
    void openPage() {
        phone = browsers.newPhone(demo.address());
    }

    @AfterEach
    void thePageHadNoFault() {
        List<String> faults = phone.faults();
        phone.close();
        assertThat(faults).isEmpty();
    }

    private void signIn() {
        JsonNode farmer = demo.account("farmer");
        phone.signIn(farmer.path("phone").textValue(), farmer.path("pin").textValue());
        phone.waitFor("[data-zone]");
    }

    @Test
    void seesTheMoistureOfEachZoneWithItsAge() {
        signIn();
        ZoneOnScreen zone = phone.zone(phone.firstZone());
        assertThat(zone.moisture()).matches("\\d{1,2} %");
        assertThat(zone.moistureAge()).matches("vừa xong|\\d+ phút trước");
        phone.waitFor("[data-reach=online]");
        phone.screenshot("home");
        assertThat(phone.accessibilityFaults()).isEmpty();
        assertThat(phone.misfits()).isEmpty();
        phone.page.setViewportSize(320, 640);
        assertThat(phone.misfits()).isEmpty();
        phone.screenshot("home-320");
    }

    @Test
    void watersUntilWaterFlowsThenStopsAndFindsTheRunWithItsLitres() {
        signIn();
        ZoneOnScreen zone = phone.zone(phone.firstZone());
        zone.tap("Tưới 10 phút");
        zone.waitForOrder("running");
        assertThat(zone.order()).isEqualTo("Nước đã chảy.");
        // the flow comes with a reading, the time with the farm's next state
        zone.doing("lít/phút");
        assertThat(zone.doing("còn "))
                .contains("Đang tưới", "Nước đang chảy", "lít/phút")
                .containsPattern("còn (10:00|9:\\d\\d)");
        phone.screenshot("watering");
        assertThat(phone.accessibilityFaults()).isEmpty();
        zone.tap("Dừng");
        zone.doing("Không tưới");
        zone.waitForButton("Tưới 10 phút");
        assertThat(zone.lastRun()).contains("Dừng giữa chừng").containsPattern("[1-9][\\d.,]* lít");
        phone.page.locator("summary").tap();
        assertThat(phone.page.locator(".history li").first().innerText())
                .contains("Dừng giữa chừng")
                .containsPattern("[1-9][\\d.,]* lít");
        phone.page.locator(".history").scrollIntoViewIfNeeded();
        phone.screenshot("history");
    }

    @Test
    void sendsOneOrderHoweverOftenTheNetworkFails() {
        signIn();
        List<String> keys = new CopyOnWriteArrayList<>();
        List<String> answers = new CopyOnWriteArrayList<>();
        AtomicInteger tries = new AtomicInteger();
        // the server takes each of the first three tries, but no answer comes back
        phone.page.route("**/zones/*/runs", route -> {
            keys.add(route.request().headerValue("idempotency-key"));
            var answer = route.fetch();
            answers.add(answer.text());
            if (tries.incrementAndGet() <= 3) {
                route.abort();
            } else {
                route.fulfill(new Route.FulfillOptions().setResponse(answer));
            }
        });
        ZoneOnScreen zone = phone.zone(phone.firstZone());
        zone.tap("Tưới 10 phút");
        zone.waitForOrder("lost");
        phone.screenshot("lost");
        zone.resend();
        zone.waitForOrder("running");
        phone.tap("Dừng tất cả");
        phone.waitFor(".bottom .order[data-state=done]");
        zone.doing("Không tưới");
        assertThat(keys).hasSize(4).containsOnly(keys.get(0));
        assertThat(answers).hasSize(4).containsOnly(answers.get(0));
    }

    @Test
    void isToldWhyTheyCannotSignIn() {
        phone.waitFor("form");
        phone.screenshot("sign-in");
        assertThat(phone.accessibilityFaults()).isEmpty();
        phone.signIn("", "");
        phone.waitFor(".problem:has-text('Hãy nhập số điện thoại.')");
        phone.signIn("0900000000", "000000");
        phone.waitFor(".problem:has-text('Số điện thoại hoặc mã PIN không đúng.')");
        assertThat(phone.accessibilityFaults()).isEmpty();
    }

    /** Gives a zone a calendar that starts twice a day, hours from now, with a tap on the API as the page would. */
    private void giveCalendar(String farm, String zone) {
        OffsetDateTime hour = OffsetDateTime.now(ZoneOffset.ofHours(7)).truncatedTo(ChronoUnit.HOURS);
        String program =
                "{\"type\":\"calendar\",\"starts\":[{\"at\":\"%02d:30\"},{\"at\":\"%02d:30\"}],\"amount\":{\"minutes\":13}}"
                        .formatted(
                                hour.plusHours(6).getHour(), hour.plusHours(18).getHour());
        Object status = phone.page.evaluate(
                "([path, body]) => fetch(path, {method: 'PUT', headers: {'Content-Type': 'application/json'}, body})"
                        + ".then(answer => answer.status)",
                List.of("/api/v1/farms/" + farm + "/zones/" + zone + "/program", program));
        assertThat(status).isEqualTo(200);
    }

    @Test
    void seesTheNextThreeRunsOfAZone() {
        signIn();
        String zone = phone.firstZone();
        giveCalendar(demo.account("farmer").path("farms").path(0).textValue(), zone);
        phone.waitFor("[data-zone=" + zone + "] .next-runs:has-text('13 phút')");
        List<String> runs = phone.zone(zone).nextRuns(3);
        assertThat(runs).hasSize(3).allMatch(line -> line.matches(".*\\d\\d:30.* · 13 phút"));
        assertThat(phone.accessibilityFaults()).isEmpty();
        assertThat(phone.misfits()).isEmpty();
        phone.screenshot("next-runs");
        phone.tap("English");
        phone.waitFor(".next-runs:has-text('13 min')");
        assertThat(phone.zone(zone).nextRuns(3)).hasSize(3).allMatch(line -> line.matches(".*\\d\\d:30.* · 13 min"));
        phone.screenshot("next-runs-english");
    }

    @Test
    void readsThePageInEnglishAndFindsItSoTheNextTime() {
        signIn();
        phone.tap("English");
        phone.waitFor("h2:has-text('Waterings')");
        phone.page.reload();
        phone.waitFor("button:has-text('Stop everything')");
        assertThat(phone.page.locator("html").getAttribute("lang")).isEqualTo("en");
        phone.screenshot("english");
    }

    @Test
    void opensThePageWithoutANetworkAndIsToldSo() {
        signIn();
        phone.zone(phone.firstZone()).moisture();
        phone.page.waitForFunction("navigator.serviceWorker.controller !== null");
        phone.loseNetwork();
        phone.page.reload();
        phone.waitFor("[data-reach=unreachable]");
        assertThat(phone.page.locator("[data-reach]").innerText()).contains("Không có mạng", "Số liệu dưới đây lúc");
        assertThat(phone.zone(phone.firstZone()).moisture()).matches("\\d{1,2} %");
        phone.screenshot("offline");
        assertThat(phone.accessibilityFaults()).isEmpty();
    }

    @Test
    void forgetsWhatItShowedWhenSigningOut() {
        signIn();
        phone.tap("Đăng xuất");
        phone.page.getByLabel("Số điện thoại").waitFor();
        assertThat(phone.page.evaluate("Object.keys(localStorage)")).isEqualTo(List.of());
        phone.page.reload();
        phone.page.getByLabel("Số điện thoại").waitFor();
        assertThat(phone.page.locator("[data-zone]").count()).isZero();
    }

    @Test
    void anOfficerSearchesAmongFarms() {
        JsonNode officer = demo.account("officer");
        phone.signIn(officer.path("phone").textValue(), officer.path("pin").textValue());
        phone.waitFor(".farms a");
        String name = phone.page.locator(".farms strong").first().innerText();
        phone.page.getByLabel("Tìm trang trại").fill("không có tên này");
        phone.waitFor("text=Không tìm thấy trang trại nào.");
        phone.page.getByLabel("Tìm trang trại").fill(name);
        phone.waitFor(".farms a");
        phone.screenshot("picker");
        assertThat(phone.accessibilityFaults()).isEmpty();
        phone.page.locator(".farms a").first().tap();
        phone.page.locator("h1", new Page.LocatorOptions().setHasText(name)).waitFor(); // the farm's own page
        phone.page.getByLabel("Về danh sách").tap();
        phone.waitFor(".farms a");
    }
}
