package vn.tuoi.cloud;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A cloud in a process of its own, so that it can be killed. */
final class CloudProcess implements AutoCloseable {
    private final Process process;
    private final int mqttPort;

    private CloudProcess(Process process, int mqttPort) {
        this.process = process;
        this.mqttPort = mqttPort;
    }

    /** The process's main: serves a folder and says on which port. */
    public static void main(String[] arguments) throws Exception {
        CloudMain.installLog();
        RunningCloud cloud = RunningCloud.start(Path.of(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(cloud::close));
        System.out.println(cloud.mqttPort());
        new CountDownLatch(1).await();
    }

    static CloudProcess start(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CloudProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = output.readLine();
        if (port == null) {
            throw new IOException("the cloud's process did not start; see its log above");
        }
        return new CloudProcess(process, Integer.parseInt(port));
    }

    int mqttPort() {
        return mqttPort;
    }

    /** As {@code kill -9}; returns the exit code. */
    int kill() throws InterruptedException {
        return process.destroyForcibly().waitFor();
    }

    /** As {@code kill}; returns whether it ended within five seconds. */
    boolean terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor(5, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
