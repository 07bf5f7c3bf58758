package dev.loupe.fuzz;

import com.sun.management.ThreadMXBean;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Gives bytes to a reader as a file, and says what must hold.
public final class Hostile {
  /// What a reader may allocate for a file of a few kilobytes.
  private static final long FRUGAL = 256L << 20;

  private Hostile() {}

  /// Reads a file with these bytes. Either that works, or it ends in a [LoupeException] that names
  /// the file, or one beside it; it allocates at most 256 MiB.
  ///
  /// @param ending of the file's name, such as `.wav`
  /// @param reader reads all of the file
  public static void read(byte[] bytes, String ending, Consumer<Path> reader) {
    Path file = write(bytes, ending);
    try {
      if (allocated(file, reader) > FRUGAL) {
        // The first time it may have been classes that were loaded, and changed by the fuzzer.
        long again = allocated(file, reader);
        if (again > FRUGAL) {
          throw new AssertionError("the reader allocated " + again + " bytes");
        }
      }
    } finally {
      delete(file);
    }
  }

  private static long allocated(Path file, Consumer<Path> reader) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      reader.accept(file);
    } catch (LoupeException e) {
      String message = String.valueOf(e.getMessage());
      String folder = String.valueOf(file.getParent());
      if (!message.contains(String.valueOf(file.getFileName())) && !message.contains(folder)) {
        throw new AssertionError("the message does not name the file: " + message, e);
      }
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Path write(byte[] bytes, String ending) {
    try {
      return Files.write(Files.createTempFile("hostile", ending), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
