package vn.tuoi.edge.pivm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A virtual Pi that {@code deploy/pi-vm/prepare.sh} has made: Debian's arm64 kernel and systemd under QEMU with simulated
 * GPIO and I2C and a USB adapter of RS-485, told what to do by lines of shell. What its console shows is kept in a log.
 * One thread.
 */
final class PiVm implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(10);
    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(15);
    private static final long LOOK_MS = 200;
    private static final Pattern END = Pattern.compile("@@(\\d+) (\\d+)");

    private final Process qemu;
    private final Path log;
    private final Path transcript;
    private final Socket shell;
    private final Writer keyboard;
    private final BufferedReader answers;
    private int commands;

    /** What a command printed, errors included, and its exit code. */
    record Answer(int code, String text) {}

    /**
     * Boots.
     *
     * @param folder kernel, disk and initramfs; what the machine writes is gone at its end
     * @param project is {@code /src} in the machine, read-only; complete before the boot
     * @param rs485 port of this machine on which the other end of {@code /dev/ttyUSB0} listens
     * @param log takes what the serial console shows; beside it, ending in .shell, is what was run and answered
     */
    PiVm(Path folder, Path project, int rs485, Path log) throws IOException, InterruptedException {
        this.log = log;
        this.transcript = log.resolveSibling(log.getFileName() + ".shell");
        Files.deleteIfExists(log);
        Files.deleteIfExists(transcript);
        int port = freePort();
        this.qemu = new ProcessBuilder(List.of(
                        "nice",
                        "qemu-system-aarch64",
                        "-machine",
                        "virt,gic-version=2",
                        "-cpu",
                        "cortex-a53",
                        // /dev/kvm would need an arm64 host, and its presence alone proves nothing
                        "-accel",
                        "tcg,thread=multi",
                        "-m",
                        "512",
                        "-smp",
                        "4",
                        "-display",
                        "none",
                        "-no-reboot",
                        "-monitor",
                        "none",
                        "-serial",
                        "file:" + log,
                        "-netdev",
                        "user,id=net,hostfwd=tcp:127.0.0.1:" + port + "-:2323",
                        "-device",
                        "virtio-net-pci,netdev=net,romfile=",
                        "-drive",
                        "if=none,id=disk,format=raw,snapshot=on,cache=unsafe,file=" + folder.resolve("disk.img"),
                        "-device",
                        "virtio-blk-pci,drive=disk",
                        "-device",
                        "qemu-xhci",
                        "-chardev",
                        "socket,id=rs485,host=127.0.0.1,reconnect=1,port=" + rs485,
                        "-device",
                        "usb-serial,chardev=rs485",
                        "-kernel",
                        folder.resolve("kernel/vmlinuz").toString(),
                        "-initrd",
                        folder.resolve("initramfs.gz").toString(),
                        "-append",
                        "console=ttyAMA0 quiet panic=-1 oops=panic net.ifnames=0",
                        "-virtfs",
                        "local,security_model=none,readonly=on,multidevs=remap,mount_tag=src,path=" + project))
                .redirectErrorStream(true)
                .start();
        try {
            this.shell = reach(port);
        } catch (IOException e) {
            qemu.destroyForcibly();
            throw e;
        }
        this.keyboard = new OutputStreamWriter(shell.getOutputStream(), StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** QEMU takes a connection before the machine does, and drops it when there is nobody behind. */
    private Socket reach(int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BOOT.toNanos();
        while (System.nanoTime() < deadline) {
            if (!qemu.isAlive()) {
                String said = new String(qemu.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                throw new IOException("the machine has ended: " + said + "; its console is in " + log);
            }
            if (Files.exists(log)
                    && Files.readString(log, StandardCharsets.ISO_8859_1).contains("PI-VM-UP")) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                if (isAnswered(socket)) {
                    return socket;
                }
                socket.close();
            }
            Thread.sleep(LOOK_MS);
        }
        qemu.destroyForcibly();
        throw new IOException("no sign of life within " + BOOT + "; its console is in " + log);
    }

    private static boolean isAnswered(Socket socket) throws IOException {
        byte[] word = "ready\n".getBytes(StandardCharsets.US_ASCII);
        socket.setSoTimeout((int) LONGEST_COMMAND.toMillis());
        try {
            socket.getOutputStream().write("echo ready\n".getBytes(StandardCharsets.US_ASCII));
            return Arrays.equals(word, socket.getInputStream().readNBytes(word.length));
        } catch (SocketException e) {
            // reset by QEMU: nobody listens yet
            return false;
        }
    }

    /** Runs a line of shell in the machine and waits for its end. */
    Answer run(String command) throws IOException, InterruptedException {
        int number = ++commands;
        type("{ " + command + "\n} 2>&1; c=$?; echo; echo \"@@" + number + " $c\"\n");
        List<String> text = new ArrayList<>();
        shell.setSoTimeout((int) LONGEST_COMMAND.toMillis());
        while (true) {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("the machine has gone at: " + command + "; its console is in " + log);
            }
            Matcher end = END.matcher(line.strip());
            if (end.matches() && Integer.parseInt(end.group(1)) == number) {
                String all = String.join("\n", text).strip();
                Files.writeString(
                        transcript,
                        "$ " + command + "\n" + all + "\n(" + end.group(2) + ")\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
                return new Answer(Integer.parseInt(end.group(2)), all);
            }
            text.add(line.stripTrailing());
        }
    }

    /** Writes a file in the machine; its content has no single quotes. */
    void write(String file, String content) throws IOException, InterruptedException {
        Answer written = run("echo '" + content + "' > " + file);
        if (written.code() != 0) {
            throw new IOException("cannot write " + file + ": " + written.text());
        }
    }

    /** Waits until a line of shell succeeds in the machine. */
    void until(String condition, Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (run(condition).code() != 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException("not so within " + atMost + ": " + condition);
            }
            Thread.sleep(LOOK_MS);
        }
    }

    private void type(String text) throws IOException {
        keyboard.write(text);
        keyboard.flush();
    }

    @Override
    public void close() {
        qemu.destroy();
        try {
            if (!qemu.waitFor(10, TimeUnit.SECONDS)) {
                qemu.destroyForcibly();
            }
        } catch (InterruptedException e) {
            qemu.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
