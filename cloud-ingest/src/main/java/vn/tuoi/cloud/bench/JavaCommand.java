package vn.tuoi.cloud.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a main of ours in a process of its own, on this process's Java and class path. */
final class JavaCommand {
    private JavaCommand() {}

    static List<String> of(List<String> jvm, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }
}
