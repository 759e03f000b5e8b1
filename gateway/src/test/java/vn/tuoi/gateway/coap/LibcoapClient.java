package vn.tuoi.gateway.coap;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's {@code coap-client}: what a node in C is made with. */
final class LibcoapClient {
    private LibcoapClient() {}

    private static String program() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "coap-client-openssl"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() ->
                        new IllegalStateException("this test needs libcoap's client: apt-get install libcoap3-bin"));
    }

    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** What it prints, errors included. */
    static String run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        byte[] output = process.getInputStream().readAllBytes();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("coap-client did not end: " + String.join(" ", arguments));
        }
        return new String(output, StandardCharsets.UTF_8);
    }
}
