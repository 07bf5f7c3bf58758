package dev.loupe.data;

import dev.loupe.data.array.NpyArray;
import dev.loupe.data.array.NpzFile;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Samples and labels in a NumPy archive, as MedMNIST and Keras keep them.
///
/// The arrays are `train_images`, `train_labels`, `test_images`, `test_labels` and, where there
/// are, `val_images` and `val_labels`; or `x_train`, `y_train`, `x_test`, `y_test`. Samples are in
/// the first axis; a last axis of 1 or 3 behind two others holds channels, as does the last of
/// four; else there is one channel. Labels are integers, one a sample; or 0 and 1 in several
/// columns, for several labels a sample (ChestMNIST).
///
/// Source: Yang and others, MedMNIST v2, Scientific Data 10, 2023.
public final class NpzDataset {
  private static final int MOST_CLASSES = 1 << 16;
  private static final List<Names> LAYOUTS =
      List.of(
          new Names("train_images", "train_labels", "test_images", "test_labels"),
          new Names("x_train", "y_train", "x_test", "y_test"));

  private NpzDataset() {}

  private record Names(String train, String trainLabels, String test, String testLabels) {}

  /// Opens an archive, or a folder with one archive in it.
  ///
  /// @throws LoupeException if there is not one archive, if it is broken, if an array is missing or
  ///     of another kind, if numbers of samples and labels differ, or if a label is out of range
  public static Splits open(Path path) {
    Path file = Files.isDirectory(path) ? only(path) : path;
    try (NpzFile archive = NpzFile.open(file)) {
      List<String> there = archive.names();
      Names names =
          LAYOUTS.stream()
              .filter(l -> there.contains(l.train()))
              .findFirst()
              .orElseThrow(() -> missing(file, "train_images or x_train", there));
      for (String name : List.of(names.trainLabels(), names.test(), names.testLabels())) {
        if (!there.contains(name)) {
          throw missing(file, name, there);
        }
      }
      Part train = Part.read(file, archive, names.train(), names.trainLabels());
      Part test = Part.read(file, archive, names.test(), names.testLabels());
      Part validation =
          there.contains("val_images")
              ? Part.read(file, archive, "val_images", "val_labels")
              : null;
      return splits(file, train, test, validation);
    }
  }

  /// An array as a sample: bytes divided by 255, all others as they are.
  ///
  /// @throws LoupeException if it is empty
  public static Tensor sample(NpyArray array) {
    Tensor values = array.tensor();
    ArraySamples.copy(array, 0, values.data(), values.offset(), values.length());
    return values;
  }

  /// Whether there is an archive in a folder.
  static boolean isIn(Path folder) {
    return !archives(folder).isEmpty();
  }

  private static List<Path> archives(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> NpzFile.named(f) && Files.isRegularFile(f)).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Path only(Path folder) {
    List<Path> archives = archives(folder);
    if (archives.size() == 1) {
      return archives.getFirst();
    }
    throw LoupeException.of(folder + ": there is not one NumPy archive in this folder")
        .expected("one .npz file")
        .got(
            archives.isEmpty()
                ? "none"
                : archives.stream()
                    .map(f -> String.valueOf(f.getFileName()))
                    .collect(Collectors.joining(", ")))
        .fix("give the path of the file");
  }

  private static LoupeException missing(Path file, String name, List<String> there) {
    return LoupeException.of(file + ": an array is missing")
        .expected(name)
        .got(there.isEmpty() ? "no arrays" : String.join(", ", there));
  }

  private static Splits splits(Path file, Part train, Part test, @Nullable Part validation) {
    KnownNpz known = KnownNpz.byHash(train.hash());
    int most = Arrays.stream(train.labels()).max().orElse(0);
    boolean several = train.columns() > 1;
    List<String> classes =
        several
            ? IntStream.range(0, train.columns()).mapToObj(i -> "label " + i).toList()
            : known != null
                ? known.classes()
                : IntStream.rangeClosed(0, most).mapToObj(String::valueOf).toList();
    Dataset learned = train.dataset(file, train.shape(), known, classes);
    return new Splits(
        learned,
        test.dataset(file, train.shape(), known, classes),
        validation == null ? null : validation.dataset(file, train.shape(), known, classes));
  }

  /// The samples and labels of one part.
  private record Part(
      String name, NpyArray samples, Shape shape, int[] labels, int columns, String hash) {

    static Part read(Path file, NpzFile archive, String name, String labelName) {
      NpyArray samples = archive.read(name);
      NpyArray labels = archive.read(labelName);
      int[] sizes = samples.sizes();
      if (sizes.length < 2 || sizes.length > 5 || samples.length() == 0) {
        throw LoupeException.of(file + ", " + name + ": these are no samples")
            .expected("2 to 5 axes, of which the first counts samples")
            .got("sizes " + Arrays.toString(sizes));
      }
      int[] axes = labels.sizes();
      long count = axes.length == 0 ? -1 : axes[0];
      int columns = axes.length == 2 ? axes[1] : 1;
      if (count < 1 || count * columns != labels.length() || !labels.type().isInteger()) {
        throw LoupeException.of(file + ", " + labelName + ": these are no labels")
            .expected("one integer for each sample, or a row of 0 and 1")
            .got("%s of sizes %s".formatted(labels.type(), Arrays.toString(labels.sizes())))
            .fix("take data with a class, or with labels, for each sample");
      }
      if (count != sizes[0]) {
        throw LoupeException.of(file + ": the numbers of samples and labels differ")
            .expected(sizes[0] + " labels, as samples in " + name)
            .got(count + " in " + labelName);
      }
      String hash = Sha256.of(samples.data(), labels.data());
      return new Part(name, samples, shape(sizes), labels(file, labelName, labels), columns, hash);
    }

    private static Shape shape(int[] sizes) {
      int last = sizes[sizes.length - 1];
      boolean channels = sizes.length == 5 || (sizes.length == 4 && (last == 1 || last == 3));
      int[] sample = Arrays.copyOfRange(sizes, 1, channels ? sizes.length : sizes.length + 1);
      if (!channels) {
        sample[sample.length - 1] = 1;
      }
      return Shape.of(sample);
    }

    private static int[] labels(Path file, String name, NpyArray array) {
      long[] values = array.longs();
      int[] labels = new int[values.length];
      for (int i = 0; i < labels.length; i++) {
        if (values[i] < 0 || values[i] >= MOST_CLASSES) {
          throw LoupeException.of(file + ", " + name + ": label " + i + " is out of range")
              .expected("0 to " + (MOST_CLASSES - 1))
              .got(String.valueOf(values[i]));
        }
        labels[i] = (int) values[i];
      }
      return labels;
    }

    Dataset dataset(Path file, Shape expected, @Nullable KnownNpz known, List<String> classes) {
      if (!shape.equals(expected)) {
        throw LoupeException.of(file + ", " + name + ": the samples have another size")
            .expected(expected + " as to learn from")
            .got(shape.toString());
      }
      int top = columns > 1 ? 2 : classes.size();
      if (columns > 1 && columns != classes.size()) {
        throw LoupeException.of(file + ", " + name + ": the samples have other labels")
            .expected(classes.size() + " as to learn from")
            .got(String.valueOf(columns));
      }
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] >= top) {
          throw LoupeException.of(
                  "%s: label %d of %s is of a class that can't be learned".formatted(file, i, name))
              .expected("0 to " + (top - 1))
              .got(String.valueOf(labels[i]));
        }
      }
      String stem = String.valueOf(file.getFileName()).replaceFirst("(?i)\\.npz$", "");
      Card card =
          known != null
              ? new Card(known.title(), known.description(), known.source(), known.licence(), hash)
              : new Card(
                  stem,
                  "%s from a NumPy archive, %s"
                      .formatted(
                          name,
                          ArraySamples.isBytes(samples)
                              ? "bytes divided by 255"
                              : samples.type() + " as they are"),
                  file.toAbsolutePath().normalize().toString(),
                  "unknown",
                  hash);
      return new ArraySamples(shape, samples, labels, columns, classes, card);
    }
  }
}
