package dev.loupe.data.image;

import dev.loupe.data.BrokenFile;
import dev.loupe.data.Card;
import dev.loupe.data.ClassFolders;
import dev.loupe.data.ClassShare;
import dev.loupe.data.Dataset;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/// Pictures in a folder for each class, brought to one shape.
///
/// The classes are the names of the folders, sorted. Opening looks at every picture once, so that
/// broken ones are known before anything is learned. Pictures are decoded when they are read and
/// kept, resized, as far as the options allow.
public final class ImageFolder implements Dataset {
  private static final int DEFAULT_SIDE = 64;

  private static final ClassFolders.Kind KIND =
      new ClassFolders.Kind("picture", "cat/1.jpg", ImageFile::named);

  private final List<ImageScan.Picture> pictures;
  private final List<String> classes;
  private final int[] labels;
  private final Shape shape;
  private final ImageFolderOptions options;
  private final Card card;
  private final AtomicReferenceArray<byte[]> kept;

  private ImageFolder(
      Path folder,
      String part,
      List<ImageScan.Picture> pictures,
      List<String> classes,
      Shape shape,
      ImageFolderOptions options) {
    this.pictures = List.copyOf(pictures);
    this.classes = List.copyOf(classes);
    this.labels = pictures.stream().mapToInt(p -> index(classes, p)).toArray();
    this.shape = shape;
    this.options = options;
    long room = options.cacheBytes() / shape.length();
    this.kept = new AtomicReferenceArray<>((int) Math.min(room, pictures.size()));
    Path name = folder.toAbsolutePath().normalize().getFileName();
    this.card =
        new Card(
            name == null ? "pictures" : name.toString(),
            pictures.size() + " pictures in " + classes.size() + " classes, " + part,
            folder.toAbsolutePath().normalize().toString(),
            "unknown",
            ImageScan.hash(pictures));
  }

  /// Opens a folder to learn from and be judged by.
  ///
  /// With folders `train` and `test` (or `val`, `valid`, `validation`) in it, these are taken;
  /// else a part of each class is kept for the test, by the seed.
  ///
  /// @throws LoupeException if the folder does not hold pictures of at least two classes, or, if
  ///     the options are strict, if a picture is broken
  public static ImageFolderSplits open(
      Path folder, ImageFolderOptions options, ScanProgress progress) {
    ClassFolders tree = ClassFolders.split(folder, KIND);
    List<ClassFolders.Entry> all =
        Stream.concat(tree.train().stream(), tree.test().stream()).toList();
    ImageScan scan = scan(folder, all, options, progress);
    List<ImageScan.Picture> train = new ArrayList<>();
    List<ImageScan.Picture> test = new ArrayList<>();
    if (tree.test().isEmpty()) {
      divide(scan.pictures(), options, train, test);
    } else {
      List<ClassFolders.Entry> first = tree.train();
      Set<Path> paths = new HashSet<>();
      first.forEach(entry -> paths.add(entry.path()));
      scan.pictures().forEach(p -> (paths.contains(p.entry().path()) ? train : test).add(p));
    }
    List<String> classes = classes(train);
    if (classes.size() < 2) {
      throw oneClass(folder, classes);
    }
    for (ImageScan.Picture picture : test) {
      if (index(classes, picture) < 0) {
        throw LoupeException.of(folder + ": the test has a class that can't be learned")
            .expected("one of the " + classes.size() + " classes with pictures to learn from")
            .got("'" + picture.entry().label() + "'");
      }
    }
    if (test.isEmpty()) {
      throw LoupeException.of(folder + ": there are too few pictures to keep some for the test")
          .expected("a class with at least 2 pictures")
          .got(train.size() + " pictures in " + classes.size() + " classes");
    }
    Shape shape = shape(scan, options);
    return new ImageFolderSplits(
        new ImageFolder(folder, "to learn from", train, classes, shape, options),
        new ImageFolder(folder, "to be judged by", test, classes, shape, options),
        scan.broken());
  }

  /// Opens a folder of class folders as one dataset.
  ///
  /// @return the dataset; pictures that are broken are left out unless the options are strict
  /// @throws LoupeException if there are no pictures in class folders, or a picture is broken and
  ///     the options are strict
  public static ImageFolder whole(Path folder, ImageFolderOptions options, ScanProgress progress) {
    ImageScan scan = scan(folder, ClassFolders.whole(folder, KIND), options, progress);
    return new ImageFolder(
        folder,
        "all of them",
        scan.pictures(),
        classes(scan.pictures()),
        shape(scan, options),
        options);
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public Card card() {
    return card;
  }

  /// The file of a sample.
  public Path file(int index) {
    return pictures.get(index).entry().path();
  }

  /// {@inheritDoc}
  ///
  /// @throws LoupeException if the file is gone or broken
  @Override
  public void read(int index, Tensor into) {
    new Image(shape.size(1), shape.size(0), shape.channels(), pixels(index)).toTensor(into);
  }

  private byte[] pixels(int index) {
    byte[] pixels = index < kept.length() ? kept.get(index) : null;
    if (pixels == null) {
      Colour three = options.colour() == Colour.BGR ? Colour.BGR : Colour.RGB;
      Colour colour = shape.channels() == 1 ? Colour.GREY : three;
      Image image = ImageFile.read(file(index), colour);
      int width = shape.size(1);
      int height = shape.size(0);
      pixels =
          options.mode().apply(image, width, height, options.filter(), options.resized()).pixels();
      if (index < kept.length()) {
        kept.set(index, pixels);
      }
    }
    return pixels;
  }

  private static ImageScan scan(
      Path folder,
      List<ClassFolders.Entry> entries,
      ImageFolderOptions options,
      ScanProgress progress) {
    ImageScan scan = ImageScan.of(entries, options.decode(), progress);
    if (!scan.broken().isEmpty() && (options.strict() || scan.pictures().isEmpty())) {
      BrokenFile first = scan.broken().getFirst();
      throw LoupeException.of(folder + ": " + count(scan.broken().size()) + " broken")
          .expected("pictures that can be read")
          .got(first.reason())
          .fix("remove or replace " + (scan.broken().size() == 1 ? "it" : "them"));
    }
    return scan;
  }

  private static String count(int pictures) {
    return pictures == 1 ? "1 picture is" : pictures + " pictures are";
  }

  private static List<String> classes(List<ImageScan.Picture> pictures) {
    TreeSet<String> names = new TreeSet<>();
    pictures.forEach(p -> names.add(p.entry().label()));
    return List.copyOf(names);
  }

  /// The label of a picture; negative if it has no class.
  private static int index(List<String> sorted, ImageScan.Picture picture) {
    return Collections.binarySearch(sorted, picture.entry().label());
  }

  private static LoupeException oneClass(Path folder, List<String> classes) {
    return LoupeException.of(folder + ": there are too few classes to tell apart")
        .expected("at least 2 folders with pictures")
        .got(classes.isEmpty() ? "none" : "1: '" + classes.getFirst() + "'")
        .fix("give the folder that holds the class folders");
  }

  private static Shape shape(ImageScan scan, ImageFolderOptions options) {
    boolean grey = scan.pictures().stream().allMatch(ImageScan.Picture::grey);
    int channels = options.colour().channels(grey);
    if (options.width() > 0) {
      return Shape.of(options.height(), options.width(), channels);
    }
    if (scan.oneSize()) {
      ImageScan.Picture first = scan.pictures().getFirst();
      return Shape.of(first.height(), first.width(), channels);
    }
    return Shape.of(DEFAULT_SIDE, DEFAULT_SIDE, channels);
  }

  /// Keeps a part of each class for the test.
  private static void divide(
      List<ImageScan.Picture> pictures,
      ImageFolderOptions options,
      List<ImageScan.Picture> train,
      List<ImageScan.Picture> test) {
    List<String> labels = pictures.stream().map(p -> p.entry().label()).toList();
    boolean[] forTest = ClassShare.choose(labels, options.testFraction(), options.seed());
    for (int i = 0; i < forTest.length; i++) {
      (forTest[i] ? test : train).add(pictures.get(i));
    }
  }
}
