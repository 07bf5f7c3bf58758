package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Grey images in four IDX files, the layout of MNIST and Fashion-MNIST.
///
/// The files are `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, and the same with `t10k`
/// (or `test`) for `train`; with a dot before `idx` too, packed (`.gz`) or not.
public final class IdxDataset {
  private static final List<String> TESTS = List.of("t10k", "test");

  private IdxDataset() {}

  /// Opens a folder.
  ///
  /// The classes have names where the files are MNIST or Fashion-MNIST, by their hash, or where
  /// the folder is called `mnist` or `fashion-mnist`; else there are as many classes as the
  /// training labels need. Only the hash makes the card say source and licence.
  ///
  /// @throws LoupeException if a file is missing or broken, if the numbers of images and labels
  ///   differ, or if a label is out of range
  public static Splits open(Path folder) {
    String test =
        TESTS.stream()
            .filter(t -> find(folder, t + "-images", 3) != null)
            .findFirst()
            .orElse("t10k");
    Part train = Part.read(folder, "train");
    Part judge = Part.read(folder, test);
    if (!train.shape().equals(judge.shape())) {
      throw LoupeException.of(
              judge.imageFile() + ": the images have another size than for training")
          .expected(train.shape() + " as in " + train.imageFile().getFileName())
          .got(judge.shape().toString());
    }
    KnownIdx known = KnownIdx.byHash(train.hash());
    KnownIdx named = known != null ? known : KnownIdx.byName(folder);
    List<String> classes = named != null ? named.classes() : numbers(train.labels().data());
    return new Splits(train.dataset(folder, known, classes), judge.dataset(folder, known, classes));
  }

  /// Whether one of the files with images is there, so that [#open] can say what is missing.
  static boolean isIn(Path folder) {
    return find(folder, "train-images", 3) != null || find(folder, "t10k-images", 3) != null;
  }

  private static List<String> numbers(byte[] labels) {
    int most = 0;
    for (byte label : labels) {
      most = Math.max(most, label & 0xFF);
    }
    return IntStream.rangeClosed(0, most).mapToObj(String::valueOf).toList();
  }

  private static @Nullable Path find(Path folder, String part, int axes) {
    for (String joint : List.of("-", ".")) {
      for (String end : List.of("", ".gz")) {
        Path file = folder.resolve("%s%sidx%d-ubyte%s".formatted(part, joint, axes, end));
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    return null;
  }

  /// The images and labels to learn from, or to be judged by.
  private record Part(Path imageFile, IdxFile images, Path labelFile, IdxFile labels, String hash) {

    static Part read(Path folder, String name) {
      List<String> missing = new ArrayList<>();
      Path imageFile = find(folder, name + "-images", 3);
      Path labelFile = find(folder, name + "-labels", 1);
      if (imageFile == null) {
        missing.add(name + "-images-idx3-ubyte.gz");
      }
      if (labelFile == null) {
        missing.add(name + "-labels-idx1-ubyte.gz");
      }
      if (imageFile == null || labelFile == null) {
        throw LoupeException.of(folder + ": an IDX file is missing")
            .expected(String.join(" and ", missing) + " (or without .gz)")
            .fix("put all four files of the dataset into one folder");
      }
      IdxFile images = IdxFile.read(imageFile);
      IdxFile labels = IdxFile.read(labelFile);
      checkAxes(imageFile, images, 3, "images, rows, columns");
      checkAxes(labelFile, labels, 1, "labels");
      if (images.sizes()[0] != labels.sizes()[0]) {
        throw LoupeException.of(folder + ": the numbers of images and labels differ")
            .expected(images.sizes()[0] + " labels, as images in " + imageFile.getFileName())
            .got(labels.sizes()[0] + " in " + labelFile.getFileName());
      }
      String hash = Sha256.of(images.header(), images.data(), labels.header(), labels.data());
      return new Part(imageFile, images, labelFile, labels, hash);
    }

    private static void checkAxes(Path file, IdxFile content, int axes, String meaning) {
      if (content.sizes().length != axes) {
        throw LoupeException.of(file + ": the IDX file has the wrong number of axes at offset 3")
            .expected(axes + " (" + meaning + ")")
            .got(String.valueOf(content.sizes().length));
      }
    }

    Shape shape() {
      return Shape.of(images.sizes()[1], images.sizes()[2], 1);
    }

    Dataset dataset(Path folder, @Nullable KnownIdx known, List<String> classes) {
      byte[] values = labels.data();
      for (int i = 0; i < values.length; i++) {
        ByteSamples.checkLabel(labelFile, i, values[i] & 0xFF, classes.size(), 8L + i);
      }
      Card card =
          known != null
              ? new Card(known.title(), known.description(), known.source(), known.licence(), hash)
              : new Card(
                  folder.toAbsolutePath().normalize().getFileName() + "",
                  "grey images from IDX files",
                  folder.toString(),
                  "unknown",
                  hash);
      return new ByteSamples(shape(), images.data(), values, classes, card);
    }
  }
}
