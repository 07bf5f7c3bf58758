package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/// Small files and datasets for the tests.
final class Fixtures {
  private Fixtures() {}

  /// The message of the error that this ends in.
  static String error(Executable action) {
    return String.valueOf(Assertions.assertThrows(LoupeException.class, action).getMessage());
  }

  /// The content of an IDX file of unsigned bytes.
  static byte[] idx(int[] sizes, byte... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
    buffer.put(new byte[] {0, 0, 8, (byte) sizes.length});
    for (int size : sizes) {
      buffer.putInt(size);
    }
    return buffer.put(values).array();
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  /// Bytes 0, 1, 2, ...
  static byte[] counting(int n) {
    byte[] bytes = new byte[n];
    for (int i = 0; i < n; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /// Four IDX files: images of 2 by 3, with these labels.
  static void idxFolder(Path folder, byte[] train, byte[] test) throws IOException {
    Files.createDirectories(folder);
    write(folder, "train", train);
    write(folder, "t10k", test);
  }

  private static void write(Path folder, String part, byte[] labels) throws IOException {
    int n = labels.length;
    Files.write(
        folder.resolve(part + "-images-idx3-ubyte"), idx(new int[] {n, 2, 3}, counting(6 * n)));
    Files.write(folder.resolve(part + "-labels-idx1-ubyte.gz"), gzip(idx(new int[] {n}, labels)));
  }

  /// A tar archive with one entry.
  static byte[] tar(String name, char type, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 124, "%011o\0".formatted(content.length));
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    byte[] all = new byte[512 + (content.length + 511) / 512 * 512];
    System.arraycopy(header, 0, all, 0, 512);
    System.arraycopy(content, 0, all, 512, content.length);
    return all;
  }

  private static void put(byte[] into, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, into, at, bytes.length);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /// Writes the six files of CIFAR-10 with `count` images each; image i has label i mod 10.
  static void cifarFolder(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    for (String name :
        List.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            "test_batch.bin")) {
      try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
        for (int i = 0; i < count; i++) {
          out.write(i % 10);
          for (int k = 0; k < 3072; k++) {
            out.write(k / 1024 * 100 + k % 32 + i);
          }
        }
      }
    }
    Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
  }

  /// A folder of real data next to the checkout, where there is one.
  static Optional<Path> shared(String name) {
    for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
      Path folder = p.resolve("shared").resolve("data").resolve(name);
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /// Samples of one axis and one channel: sample i holds 100 * i + position; class i mod classes.
  record Ramp(int size, int length, int kinds) implements Dataset {
    @Override
    public Shape shape() {
      return Shape.of(length, 1);
    }

    @Override
    public List<String> classes() {
      return java.util.stream.IntStream.range(0, kinds).mapToObj(i -> "c" + i).toList();
    }

    @Override
    public int label(int index) {
      return index % kinds;
    }

    @Override
    public void read(int index, Tensor into) {
      for (int i = 0; i < length; i++) {
        into.set(i, 100 * index + i);
      }
    }

    @Override
    public Card card() {
      return new Card("ramp", "counts", "the tests", "none", "sha256:0");
    }
  }

  static Path file(Path folder, String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
