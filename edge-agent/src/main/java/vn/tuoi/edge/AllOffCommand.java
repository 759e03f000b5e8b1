package vn.tuoi.edge;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code tuoi edge all-off}: turns every wired output off, for the service manager after the agent has ended. */
@Command(name = "all-off", description = "Turns every wired output off.", mixinStandardHelpOptions = true)
final class AllOffCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable EdgeMain edge;

    @Override
    public Integer call() throws InterruptedException {
        if (edge == null) {
            throw new IllegalStateException("all-off is a command of tuoi edge");
        }
        // taking the lines over turns them off
        return edge.withRig((rig, out, err) -> {
            out.println(rig.stations().size() + " stations off");
            return CommandLine.ExitCode.OK;
        });
    }
}
