package vn.tuoi.edge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WordsTest {
    private final Words words = new Words();
    private final List<String> attempts = new ArrayList<>();
    private final List<String> stored = new ArrayList<>();
    private final List<CompletableFuture<Long>> open = new ArrayList<>();
    private boolean full;
    private boolean slow;

    private void say(String what) {
        words.say(new Words.Word(what, () -> outbox(what), () -> stored.add(what)));
    }

    private CompletableFuture<Long> outbox(String what) {
        attempts.add(what);
        if (slow) {
            CompletableFuture<Long> later = new CompletableFuture<>();
            open.add(later);
            return later;
        }
        return full
                ? CompletableFuture.failedFuture(new IOException("no space left"))
                : CompletableFuture.completedFuture(1L);
    }

    private void passTo(long toMs) {
        for (long ms = 0; ms <= toMs; ms += 1_000) {
            words.retryIfDue(ms);
        }
    }

    @Test
    void whatIsRefusedIsTriedAgainAfterAPauseAndInItsOrder() {
        full = true;
        say("a");
        say("b");
        full = false;
        say("c");
        assertThat(attempts).containsExactly("a");
        passTo(Words.FIRST_PAUSE_MS - 1_000);
        assertThat(stored).isEmpty();
        words.retryIfDue(Words.FIRST_PAUSE_MS);
        assertThat(stored).containsExactly("a", "b", "c");
        say("d");
        assertThat(stored).containsExactly("a", "b", "c", "d");
        assertThat(words.waiting()).isZero();
    }

    @Test
    void whatFailsTogetherKeepsItsOrder() {
        slow = true;
        say("a");
        say("b");
        open.get(1).completeExceptionally(new IOException("full"));
        say("c");
        open.get(0).completeExceptionally(new IOException("full"));
        slow = false;
        passTo(2 * Words.FIRST_PAUSE_MS);
        assertThat(stored).containsExactly("a", "b", "c");
    }

    @Test
    void aDiskThatStaysFullIsAskedEverMoreSeldomByOneWordAlone() {
        full = true;
        say("a");
        say("b");
        passTo(3_600_000);
        // 5, 10, 20 s and so on to five minutes
        assertThat(attempts).hasSizeBetween(14, 20).containsOnly("a");
        full = false;
        for (long ms = 3_600_000; ms <= 3_600_000 + Words.LONGEST_PAUSE_MS; ms += 1_000) {
            words.retryIfDue(ms);
        }
        assertThat(stored).containsExactly("a", "b");
    }

    @Test
    void whatWaitsIsBoundedAndTheOldestIsGivenUp() {
        full = true;
        for (int i = 0; i < Words.MAX_WAITING + 10; i++) {
            say("w" + i);
        }
        assertThat(words.waiting()).isEqualTo(Words.MAX_WAITING);
        full = false;
        passTo(2 * Words.FIRST_PAUSE_MS);
        assertThat(stored).hasSize(Words.MAX_WAITING).startsWith("w10").endsWith("w" + (Words.MAX_WAITING + 9));
    }

    @Test
    void whileOneIsTriedWhatIsSaidWaitsBehindIt() {
        full = true;
        say("a");
        full = false;
        slow = true;
        passTo(Words.FIRST_PAUSE_MS);
        assertThat(attempts).containsExactly("a", "a");
        say("b");
        passTo(60_000);
        assertThat(attempts).containsExactly("a", "a");
        slow = false;
        open.get(0).complete(1L);
        assertThat(stored).containsExactly("a", "b");
    }
}
