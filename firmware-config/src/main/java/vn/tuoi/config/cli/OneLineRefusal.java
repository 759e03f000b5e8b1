package vn.tuoi.config.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Answers wrong usage of a command with one line and exit code 2, instead of the whole help text. Stateless. */
public final class OneLineRefusal implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String what = String.valueOf(wrong.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        command.getErr().println(command.getCommandName() + ": " + what + "; --help lists the options");
        return CommandLine.ExitCode.USAGE;
    }
}
