package vn.tuoi.cloud.timeseries.influx;

import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites what the client sends to a server before 1.8: the path of a write, and the credentials. A network interceptor,
 * because the client's own interceptors add headers before it. Thread-safe.
 */
final class LegacyRequests implements Interceptor {
    private final InfluxAddress address;
    private final Supplier<@Nullable Dialect> dialect;

    /** @param dialect null while the server has not been asked */
    LegacyRequests(InfluxAddress address, Supplier<@Nullable Dialect> dialect) {
        this.address = address;
        this.dialect = dialect;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        String username = address.username();
        String password = address.password();
        if (dialect.get() != Dialect.BEFORE_1_8) {
            return chain.proceed(request);
        }
        Request.Builder legacy = request.newBuilder().removeHeader("Authorization");
        if (username != null && password != null) {
            legacy.header("Authorization", Credentials.basic(username, password));
        }
        if (request.url().encodedPath().equals("/api/v2/write")) {
            legacy.url(writeUrl(request.url()));
        }
        return chain.proceed(legacy.build());
    }

    /** A bucket {@code database/policy} in two. */
    private static HttpUrl writeUrl(HttpUrl url) {
        String[] bucket = String.valueOf(url.queryParameter("bucket")).split("/", 2);
        HttpUrl.Builder legacy =
                url.newBuilder().encodedPath("/write").query(null).addQueryParameter("db", bucket[0]);
        if (bucket.length == 2) {
            legacy.addQueryParameter("rp", bucket[1]);
        }
        return legacy.addQueryParameter("precision", "ms").build();
    }
}
