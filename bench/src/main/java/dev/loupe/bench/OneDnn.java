package dev.loupe.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The C interface of oneDNN (dnnl.h, version 3), as much of it as convolutions need, from the
/// library inside the `dnnl` jar. Runs on one thread.
///
/// Source: the oneDNN developer guide, C API.
final class OneDnn {
  private static final String FOLDER = "/org/bytedeco/dnnl/linux-x86_64/";
  private static final int CPU = 1;
  private static final int IN_ORDER = 1;
  private static final int UNIMPLEMENTED = 3;

  private final SymbolLookup symbols;
  private final SymbolLookup threads;
  private final MemorySegment engine;
  private final MemorySegment stream;

  private OneDnn(SymbolLookup symbols, SymbolLookup threads) throws OneDnnMissing {
    this.symbols = symbols;
    this.threads = threads;
    engine = make("dnnl_engine_create", CPU, 0L);
    stream = make("dnnl_stream_create", engine, IN_ORDER);
  }

  /// Loads the library from the jar, through a folder that is deleted again.
  ///
  /// @throws OneDnnMissing if it is not there, or not for this machine
  @SuppressWarnings("restricted")
  static OneDnn load() throws OneDnnMissing {
    try {
      Path folder = Files.createTempDirectory("loupe-bench");
      Path openMp = extract(folder, "libgomp.so.1");
      Path library = extract(folder, "libdnnl.so.3");
      try {
        // First, so that the library finds it under its name.
        SymbolLookup threads = SymbolLookup.libraryLookup(openMp, Arena.global());
        return new OneDnn(SymbolLookup.libraryLookup(library, Arena.global()), threads);
      } finally {
        Files.delete(openMp);
        Files.delete(library);
        Files.delete(folder);
      }
    } catch (IOException | IllegalArgumentException | IllegalCallerException e) {
      throw new OneDnnMissing("oneDNN could not be loaded: " + e.getMessage());
    }
  }

  private static Path extract(Path folder, String name) throws IOException {
    try (InputStream in = OneDnn.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IOException("the class path has no " + name);
      }
      Path file = folder.resolve(name);
      Files.copy(in, file);
      return file;
    }
  }

  MemorySegment engine() {
    return engine;
  }

  MemorySegment stream() {
    return stream;
  }

  /// What the library calls itself.
  @SuppressWarnings("restricted")
  String version() {
    MemorySegment v = get("dnnl_version").reinterpret(3 * 4L);
    return "oneDNN %d.%d.%d".formatted(v.get(JAVA_INT, 0), v.get(JAVA_INT, 4), v.get(JAVA_INT, 8));
  }

  /// Keeps the calling thread's work on the calling thread.
  void oneThread() {
    invoke(threads, "omp_set_num_threads", null, 1);
  }

  /// Calls a function that returns a status.
  ///
  /// @throws OneDnnMissing if it is not `dnnl_success`
  void call(String name, Object... arguments) throws OneDnnMissing {
    int status = (int) invoke(symbols, name, JAVA_INT, arguments);
    if (status == UNIMPLEMENTED) {
      throw new OneDnnMissing("oneDNN has no implementation for this");
    }
    if (status != 0) {
      throw new OneDnnMissing(name + " failed with status " + status);
    }
  }

  /// Calls a function that writes an object to its first argument and returns a status.
  MemorySegment make(String name, Object... arguments) throws OneDnnMissing {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      Object[] all = new Object[arguments.length + 1];
      all[0] = out;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      call(name, all);
      return out.get(ADDRESS, 0);
    }
  }

  /// Calls a function that returns a pointer.
  MemorySegment get(String name, Object... arguments) {
    return (MemorySegment) invoke(symbols, name, ADDRESS, arguments);
  }

  /// The text that a pointer leads to.
  @SuppressWarnings("restricted")
  static String text(MemorySegment address) {
    return address.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /// The address of a function.
  MemorySegment symbol(String name) {
    return symbols.findOrThrow(name);
  }

  @SuppressWarnings("restricted")
  private static Object invoke(
      SymbolLookup from, String name, @Nullable MemoryLayout result, Object... arguments) {
    List<MemoryLayout> layouts = new ArrayList<>();
    for (Object a : arguments) {
      layouts.add(
          switch (a) {
            case Integer i -> JAVA_INT;
            case Long l -> JAVA_LONG;
            case MemorySegment m -> ADDRESS;
            default -> throw new IllegalArgumentException("no C type for " + a);
          });
    }
    MemoryLayout[] all = layouts.toArray(MemoryLayout[]::new);
    FunctionDescriptor type =
        result == null ? FunctionDescriptor.ofVoid(all) : FunctionDescriptor.of(result, all);
    try {
      return Linker.nativeLinker()
          .downcallHandle(from.findOrThrow(name), type)
          .invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
