package vn.tuoi.edge.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.Problem;
import vn.tuoi.config.json.StrictJson;

/** The register maps that a farm can name: those of the build and those of its own folder. Immutable and thread-safe. */
public final class RegisterMaps {
    /** The files in {@code maps} beside this class. */
    private static final List<String> BUILT_IN = List.of(
            "soil-7in1", "soil-7in1-ph100", "soil-jxbs-3001", "soil-mtec", "weather-01f4", "weather-sensecap-s700");

    private static final int MAX_FILES = 50;
    private static final int MAX_BYTES = 64 * 1024;

    private final Map<String, RegisterMap> maps;

    private RegisterMaps(Map<String, RegisterMap> maps) {
        this.maps = Collections.unmodifiableMap(maps);
    }

    /** Those of the build. */
    public static RegisterMaps builtIn() {
        Map<String, RegisterMap> maps = new TreeMap<>();
        for (String name : BUILT_IN) {
            try (InputStream in = RegisterMaps.class.getResourceAsStream("maps/" + name + ".json")) {
                if (in == null) {
                    throw new IllegalStateException("the register map " + name + " is missing from the build");
                }
                maps.put(name, StrictJson.read(in.readAllBytes(), RegisterMap.class));
            } catch (IOException | MalformedDocument e) {
                throw new IllegalStateException("the register map " + name + " cannot be read", e);
            }
        }
        return new RegisterMaps(maps);
    }

    /**
     * Those of the build and every {@code *.json} of a folder, at most {@value #MAX_FILES}.
     *
     * @param folder null when the farm has none of its own
     * @param problem told each problem: the file, and what is wrong; such a map is left out
     */
    public static RegisterMaps read(@Nullable Path folder, BiConsumer<Path, Problem> problem) {
        Map<String, RegisterMap> maps = new TreeMap<>(builtIn().maps);
        if (folder == null) {
            return new RegisterMaps(maps);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.json")) {
            found.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            problem.accept(folder, new Problem("", "is no folder: put the register maps there, or leave the key out"));
        } catch (IOException e) {
            problem.accept(folder, new Problem("", "cannot be read as a folder of register maps: " + e.getMessage()));
        }
        Collections.sort(files);
        if (files.size() > MAX_FILES) {
            problem.accept(folder, new Problem("", "has " + files.size() + " maps; the limit is " + MAX_FILES));
            files = files.subList(0, MAX_FILES);
        }
        for (Path file : files) {
            read(file, maps, problem);
        }
        return new RegisterMaps(maps);
    }

    private static void read(Path file, Map<String, RegisterMap> maps, BiConsumer<Path, Problem> problem) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                problem.accept(file, new Problem("", "is larger than " + MAX_BYTES + " bytes"));
                return;
            }
            RegisterMap map = StrictJson.read(Files.readAllBytes(file), RegisterMap.class);
            List<Problem> wrong = map.problems();
            wrong.forEach(found -> problem.accept(file, found));
            if (wrong.isEmpty() && maps.putIfAbsent(map.map(), map) != null) {
                problem.accept(file, new Problem("map", "\"" + map.map() + "\" is taken already; choose another name"));
            }
        } catch (MalformedDocument e) {
            e.problems().forEach(found -> problem.accept(file, found));
        } catch (IOException e) {
            problem.accept(file, new Problem("", "cannot be read: " + e.getMessage()));
        }
    }

    public Optional<RegisterMap> find(String name) {
        return Optional.ofNullable(maps.get(name));
    }

    /** Every map, by name. */
    public Map<String, RegisterMap> all() {
        return maps;
    }
}
