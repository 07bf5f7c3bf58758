package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Colour images 32x32 in the binary versions of CIFAR-10 and CIFAR-100.
///
/// A record is one label byte (CIFAR-100: a coarse one, which is skipped, and a fine one) and
/// 3,072 bytes: the red, the green and the blue plane.
///
/// Source: Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009.
public final class CifarDataset {
  private static final int PIXELS = 32 * 32;
  private static final int IMAGE = 3 * PIXELS;
  private static final Shape SHAPE = Shape.of(32, 32, 3);

  /// How a version lies in a folder.
  ///
  /// @param head label bytes of a record, of which the last counts
  /// @param names the file with the names of the classes
  private record Layout(
      String name, int head, int classes, String names, List<String> train, List<String> test) {}

  private static final Layout TEN =
      new Layout(
          "cifar10",
          1,
          10,
          "batches.meta.txt",
          List.of(
              "data_batch_1.bin",
              "data_batch_2.bin",
              "data_batch_3.bin",
              "data_batch_4.bin",
              "data_batch_5.bin"),
          List.of("test_batch.bin"));
  private static final Layout HUNDRED =
      new Layout(
          "cifar100", 2, 100, "fine_label_names.txt", List.of("train.bin"), List.of("test.bin"));

  private CifarDataset() {}

  /// Opens a folder that holds the files, or holds the folder of the archive that does.
  ///
  /// @throws LoupeException if a file is missing or broken, or if a label is out of range
  public static Splits open(Path folder) {
    Path ten = home(folder, TEN, "cifar-10-batches-bin");
    Path hundred = home(folder, HUNDRED, "cifar-100-binary");
    if (ten != null) {
      return open(ten, TEN);
    }
    if (hundred == null) {
      throw LoupeException.of(folder + ": there are no CIFAR files")
          .expected("data_batch_1.bin to data_batch_5.bin and test_batch.bin, the binary version")
          .fix("get cifar-10-binary.tar.gz and unpack it into this folder");
    }
    return open(hundred, HUNDRED);
  }

  /// Whether [#open] would find files to read.
  static boolean isIn(Path folder) {
    return home(folder, TEN, "cifar-10-batches-bin") != null
        || home(folder, HUNDRED, "cifar-100-binary") != null;
  }

  private static @Nullable Path home(Path folder, Layout layout, String inside) {
    for (Path place : List.of(folder, folder.resolve(inside))) {
      boolean marked =
          layout.head() == 1
              || Files.isRegularFile(place.resolve(layout.names()))
              || Files.isRegularFile(place.resolve("coarse_label_names.txt"));
      if (marked && Files.isRegularFile(place.resolve(layout.train().get(0)))) {
        return place;
      }
    }
    return null;
  }

  private static Splits open(Path folder, Layout layout) {
    List<String> classes = classes(folder.resolve(layout.names()), layout);
    return new Splits(
        read(folder, layout, layout.train(), classes),
        read(folder, layout, layout.test(), classes));
  }

  private static List<String> classes(Path file, Layout layout) {
    List<String> names;
    try {
      names =
          Files.readAllLines(file).stream().map(String::trim).filter(n -> !n.isEmpty()).toList();
    } catch (IOException e) {
      throw LoupeException.of(file + ": the names of the classes can't be read").causedBy(e);
    }
    if (names.size() != layout.classes()) {
      throw LoupeException.of(file + ": the number of class names is wrong")
          .expected(layout.classes() + " names, one a line")
          .got(String.valueOf(names.size()));
    }
    return names;
  }

  private static Dataset read(
      Path folder, Layout layout, List<String> files, List<String> classes) {
    int record = layout.head() + IMAGE;
    long total = 0;
    for (String name : files) {
      total += records(folder.resolve(name), record);
    }
    if (total * IMAGE > Integer.MAX_VALUE - 64) {
      throw LoupeException.of(folder + ": the images don't fit one array")
          .expected("at most " + (Integer.MAX_VALUE - 64) / IMAGE + " images")
          .got(String.valueOf(total));
    }
    byte[] labels = new byte[(int) total];
    byte[] values = new byte[(int) total * IMAGE];
    MessageDigest digest = Sha256.digest("SHA-256");
    int done = 0;
    for (String name : files) {
      Path file = folder.resolve(name);
      byte[] content = content(file);
      digest.update(content);
      int count = content.length / record;
      for (int i = 0; i < count; i++) {
        int from = i * record + layout.head();
        labels[done] = content[from - 1];
        interleave(content, from, values, done * IMAGE);
        ByteSamples.checkLabel(file, i, labels[done] & 0xFF, layout.classes(), from - 1);
        done++;
      }
    }
    Card card =
        new Card(
            layout.name(),
            "photographs of " + layout.classes() + " classes, 32x32 colour (Krizhevsky 2009)",
            "https://www.cs.toronto.edu/~kriz/cifar.html",
            "not stated; cite Krizhevsky, Learning Multiple Layers of Features from Tiny Images",
            Sha256.text(digest));
    return new ByteSamples(SHAPE, values, labels, classes, card);
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw LoupeException.of(file + ": can't be read (" + e.getMessage() + ")").causedBy(e);
    }
  }

  private static long records(Path file, int record) {
    if (!Files.isRegularFile(file)) {
      throw LoupeException.of(file + ": the file is missing")
          .expected("all files of the binary version in one folder")
          .fix("unpack the archive again");
    }
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw LoupeException.of(file + ": can't be read (" + e.getMessage() + ")").causedBy(e);
    }
    long rest = size % record;
    if (size == 0 || rest != 0) {
      throw LoupeException.of(file + ": the record at offset " + (size - rest) + " is cut short")
          .expected("records of " + record + " bytes")
          .got(rest + " bytes")
          .fix("unpack the archive again");
    }
    return size / record;
  }

  private static void interleave(byte[] from, int at, byte[] to, int start) {
    for (int i = 0; i < PIXELS; i++) {
      to[start + 3 * i] = from[at + i];
      to[start + 3 * i + 1] = from[at + PIXELS + i];
      to[start + 3 * i + 2] = from[at + 2 * PIXELS + i];
    }
  }
}
