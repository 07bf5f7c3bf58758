package dev.loupe.data.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// Where the tests find their pictures and figures.
final class SharedData {
  private SharedData() {}

  /// A folder below `shared/data` next to the checkout or above; the test is skipped without it.
  static Path folder(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared/data").resolve(name);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    assumeTrue(false, "skipped: there is no folder shared/data/" + name + " above this one");
    throw new AssertionError();
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /// The rows of a csv resource without its head.
  static List<String[]> rows(String name) throws IOException {
    try (InputStream stream = Objects.requireNonNull(SharedData.class.getResourceAsStream(name));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
    }
  }

  static String crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return String.format("%08x", crc.getValue());
  }

  /// The picture whose byte i is the top byte of a 32-bit hash of i, as in picture_figures.py.
  static Image formula(int width, int height, int channels) {
    byte[] pixels = new byte[width * height * channels];
    for (int i = 0; i < pixels.length; i++) {
      int h = i * 0x9E3779B1 + 12345;
      h ^= h >>> 15;
      h *= 0x85EBCA77;
      h ^= h >>> 13;
      pixels[i] = (byte) (h >>> 24);
    }
    return new Image(width, height, channels, pixels);
  }
}
