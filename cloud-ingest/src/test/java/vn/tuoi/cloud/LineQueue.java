package vn.tuoi.cloud;

import java.util.Queue;
import java.util.concurrent.Flow;

/** Puts the lines of a streamed answer into a queue. */
record LineQueue(Queue<String> lines) implements Flow.Subscriber<String> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        lines.add(line);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
}
