package vn.tuoi.edge.bench.valvesafety;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The edge agent with one deliberate fault in the controller's source, compiled in memory and loaded apart from the
 * sound one.
 *
 * @param name what is wrong with it
 * @param file the class of the controller that gets the fault
 * @param sound the source as it is; must occur once
 * @param faulty what takes its place
 */
record Mutant(String name, String file, String sound, String faulty) {
    private static final Path SOURCES = Path.of("src/main/java/vn/tuoi/edge/control");

    @Override
    public String toString() {
        return name;
    }

    /** Plays schedules against the faulty controller and gives how many were broken. */
    int violations(long firstSeed, long schedules) throws Exception {
        Class<?> campaign = Class.forName(Campaign.class.getName(), true, new Loader(compile()));
        var count = campaign.getDeclaredMethod("violations", long.class, long.class);
        count.setAccessible(true);
        return (int) count.invoke(null, firstSeed, schedules);
    }

    private Map<String, byte[]> compile() throws IOException {
        String source = Files.readString(SOURCES.resolve(file + ".java"));
        int at = source.indexOf(sound);
        if (at < 0 || source.indexOf(sound, at + 1) >= 0) {
            throw new IllegalStateException(file + ".java must have exactly once: " + sound);
        }
        String changed = source.replace(sound, faulty);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> written = new HashMap<>();
        StringWriter messages = new StringWriter();
        JavaFileManager memory = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("memory:/" + className.replace('.', '/')), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return written.computeIfAbsent(className, any -> new ByteArrayOutputStream());
                    }
                };
            }
        };
        JavaFileObject unit =
                new SimpleJavaFileObject(URI.create("memory:/" + file + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return changed;
                    }
                };
        List<String> options = List.of("-classpath", System.getProperty("java.class.path"), "-proc:none");
        if (!compiler.getTask(messages, memory, null, options, null, List.of(unit))
                .call()) {
            throw new IllegalStateException("the mutant does not compile: " + messages);
        }
        Map<String, byte[]> classes = new HashMap<>();
        written.forEach((className, bytes) -> classes.put(className, bytes.toByteArray()));
        return classes;
    }

    /** Loads the edge agent anew, with the faulty classes in place of the sound ones. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> faulty;

        Loader(Map<String, byte[]> faulty) {
            super(Mutant.class.getClassLoader());
            this.faulty = faulty;
        }

        @Override
        protected Class<?> loadClass(String className, boolean resolve) throws ClassNotFoundException {
            if (!className.startsWith("vn.tuoi.edge.")) {
                return super.loadClass(className, resolve);
            }
            synchronized (getClassLoadingLock(className)) {
                Class<?> loaded = findLoadedClass(className);
                return loaded != null ? loaded : define(className);
            }
        }

        private Class<?> define(String className) throws ClassNotFoundException {
            byte[] bytes = faulty.get(className);
            if (bytes == null) {
                try (InputStream in = getResourceAsStream(className.replace('.', '/') + ".class")) {
                    if (in == null) {
                        throw new ClassNotFoundException(className);
                    }
                    bytes = in.readAllBytes();
                } catch (IOException e) {
                    throw new ClassNotFoundException(className, e);
                }
            }
            return defineClass(className, bytes, 0, bytes.length);
        }
    }
}
