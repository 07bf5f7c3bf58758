package dev.loupe.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.loupe.tensor.LoupeException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assertions;

/// Where the tests of readers find files and figures, and how they damage files.
public final class TestData {
  private static final long MOST_MEMORY = 8 << 20;

  private TestData() {}

  /// A folder below `shared/data` next to the checkout or above; the test is skipped without it.
  public static Path shared(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared/data").resolve(name);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    assumeTrue(false, "skipped: there is no folder shared/data/" + name + " above this one");
    throw new AssertionError();
  }

  /// The bytes of a resource beside a class.
  public static byte[] bytes(Class<?> beside, String name) throws IOException {
    try (InputStream stream = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
      return stream.readAllBytes();
    }
  }

  /// Unpacks a zip archive that lies beside a class.
  public static void unpack(Class<?> beside, String name, Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes(beside, name)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, zip.readAllBytes());
      }
    }
  }

  /// The rows of a csv resource without its head.
  public static List<String[]> rows(Class<?> beside, String name) throws IOException {
    try (InputStream stream = Objects.requireNonNull(beside.getResourceAsStream(name), name);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
    }
  }

  /// The CRC-32 of numbers as little-endian doubles.
  public static String crc(double[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asDoubleBuffer().put(values);
    return crc(buffer.array());
  }

  /// The CRC-32 of numbers as little-endian floats.
  public static String crc(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return crc(buffer.array());
  }

  private static String crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return "%08x".formatted(crc.getValue());
  }

  /// The message of the error that this ends in.
  public static String error(Runnable action) {
    return String.valueOf(Assertions.assertThrows(LoupeException.class, action::run).getMessage());
  }

  /// Reads a file damaged in many ways: it is read, or refused with a message that starts with its
  /// name; nothing else, with a few MiB of memory, and within some minutes.
  ///
  /// Each of the first bytes is changed in two ways, the file is cut at each of the first lengths
  /// and at some others, and some files are random from the first byte or from later on.
  ///
  /// @param head how many bytes are changed and how many lengths are cut
  /// @return how many were refused
  public static int damage(Path path, byte[] file, int head, Consumer<Path> reader) {
    int[] refused = new int[1];
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(4),
        () -> {
          // One open file: file systems flush files that are written anew, which takes long.
          try (FileChannel out =
              FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Trial trial = new Trial(path, out, reader);
            for (int i = 0; i < Math.min(head, file.length); i++) {
              for (int bits : new int[] {0xFF, 1 << (i & 7)}) {
                byte[] damaged = file.clone();
                damaged[i] ^= (byte) bits;
                refused[0] += trial.read(damaged);
              }
              refused[0] += trial.read(Arrays.copyOf(file, i));
            }
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 150; i++) {
              byte[] damaged = file.clone();
              int from = i < 20 ? 0 : random.nextInt(file.length);
              int to = Math.min(file.length, from + 1 + random.nextInt(i < 20 ? file.length : 16));
              for (int k = from; k < to; k++) {
                damaged[k] = (byte) random.nextInt();
              }
              refused[0] += trial.read(damaged);
              refused[0] += trial.read(Arrays.copyOf(file, random.nextInt(file.length)));
            }
          }
        });
    return refused[0];
  }

  private record Trial(Path path, FileChannel out, Consumer<Path> reader) {
    private static long allocated() {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      return threads.getCurrentThreadAllocatedBytes();
    }

    /// 1 if the content is refused.
    int read(byte[] content) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes, bytes.position());
      }
      out.truncate(content.length);
      long before = allocated();
      try {
        reader.accept(path);
        return 0;
      } catch (LoupeException e) {
        assertThat(e).hasMessageStartingWith(path.toString());
        return 1;
      } finally {
        assertThat(allocated() - before).as("bytes of memory").isLessThan(MOST_MEMORY);
      }
    }
  }
}
