package dev.loupe.data.image;

import dev.loupe.data.Card;
import dev.loupe.data.ClassShare;
import dev.loupe.data.Dataset;
import dev.loupe.data.Recogniser;
import dev.loupe.data.Sha256;
import dev.loupe.data.Splits;
import dev.loupe.data.Target;
import dev.loupe.data.io.Room;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Pictures in a folder `images`, and in a folder `masks` a grey picture of the same name for each,
/// that says the class of each pixel: its index, or 0 and 255 for two classes.
///
/// All are kept in memory. A file `classes.txt` beside the folders may name the classes, one a
/// line.
public final class MaskFolder implements Dataset {
  private static final int MOST_CLASSES = 128;

  private final Shape shape;
  private final List<String> classes;
  private final List<byte[]> pixels;
  private final List<byte[]> maps;
  private final Card card;

  private MaskFolder(
      Shape shape, List<String> classes, List<byte[]> pixels, List<byte[]> maps, Card card) {
    this.shape = shape;
    this.classes = classes;
    this.pixels = pixels;
    this.maps = maps;
    this.card = card;
  }

  /// Recognises such folders.
  ///
  /// @param options the size, the channels, and which part is kept for the test
  public record Layout(ImageFolderOptions options) implements Recogniser {
    @Override
    public String layout() {
      return "folders images and masks: in masks a grey PNG of the same name for each picture";
    }

    @Override
    public boolean recognises(Path folder) {
      return Files.isDirectory(folder.resolve("images"))
          && Files.isDirectory(folder.resolve("masks"));
    }

    @Override
    public Splits open(Path folder) {
      return MaskFolder.open(folder, options);
    }
  }

  /// Opens a folder and keeps a part of it for the test, by the seed.
  ///
  /// @throws LoupeException if a mask is missing, of another size than its picture, or in colour;
  ///     if a file is broken; or if pictures have several sizes and none is asked for
  public static Splits open(Path folder, ImageFolderOptions options) {
    Map<String, Path> images = files(folder.resolve("images"));
    Map<String, Path> masks = files(folder.resolve("masks"));
    if (images.size() < 2) {
      throw LoupeException.of(folder + ": there are too few pictures to learn from and to judge by")
          .expected("at least 2 in images")
          .got(String.valueOf(images.size()));
    }
    List<byte[]> pixels = new ArrayList<>();
    List<byte[]> maps = new ArrayList<>();
    List<byte[]> hashed = new ArrayList<>();
    Shape shape = null;
    for (Map.Entry<String, Path> entry : images.entrySet()) {
      Path mask = masks.get(entry.getKey());
      if (mask == null) {
        throw LoupeException.of(entry.getValue() + ": there is no mask for this picture")
            .expected(folder.resolve("masks").resolve(entry.getKey() + ".png").toString());
      }
      Image image = ImageFile.read(entry.getValue(), options.colour());
      Image map = mask(mask, image);
      if (shape == null) {
        shape = shape(image, options);
        Room.check(
            images.size() * (shape.elements() + shape.rows()),
            "all pictures of " + folder,
            "take a smaller size");
      }
      if (options.width() == 0 && !image.shape().range(0, 2).equals(shape.range(0, 2))) {
        throw LoupeException.of(entry.getValue() + ": the pictures have several sizes")
            .expected(shape.toString())
            .got(image.shape().toString())
            .fix("say to which size they are brought, with --size");
      }
      int width = shape.size(1);
      int height = shape.size(0);
      Image fitted = options.mode().apply(image, width, height, options.filter());
      pixels.add((shape.channels() == 1 ? fitted.grey() : fitted.rgb()).pixels());
      maps.add(options.mode().apply(map, width, height, Filter.NEAREST).pixels());
      hashed.add(pixels.getLast());
      hashed.add(maps.getLast());
    }
    if (shape == null) {
      throw new IllegalStateException("no pictures");
    }
    List<String> classes = classes(folder, maps);
    boolean[] test =
        ClassShare.choose(
            Collections.nCopies(pixels.size(), "all"), options.testFraction(), options.seed());
    String hash = Sha256.of(hashed.toArray(byte[][]::new));
    return new Splits(
        part(folder, "to learn from", shape, classes, pixels, maps, test, false, hash),
        part(folder, "to be judged by", shape, classes, pixels, maps, test, true, hash));
  }

  private static Dataset part(
      Path folder,
      String what,
      Shape shape,
      List<String> classes,
      List<byte[]> pixels,
      List<byte[]> maps,
      boolean[] test,
      boolean wanted,
      String hash) {
    int[] own = IntStream.range(0, test.length).filter(i -> test[i] == wanted).toArray();
    Card card =
        new Card(
            String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
            "%d pictures with masks, %s".formatted(own.length, what),
            folder.toAbsolutePath().normalize().toString(),
            "unknown",
            hash + "-" + Integer.toHexString(Arrays.hashCode(own)));
    return new MaskFolder(
        shape,
        classes,
        IntStream.of(own).mapToObj(pixels::get).toList(),
        IntStream.of(own).mapToObj(maps::get).toList(),
        card);
  }

  private static Map<String, Path> files(Path folder) {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(ImageFile::named)
          .forEach(
              f -> files.put(String.valueOf(f.getFileName()).replaceFirst("\\.[^.]*$", ""), f));
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be read (" + e + ")").causedBy(e);
    }
    return files;
  }

  private static Image mask(Path path, Image image) {
    Image map = ImageFile.read(path);
    if (map.channels() != 1) {
      throw LoupeException.of(path + ": the mask is in colour")
          .expected("a grey picture whose values are the indices of classes");
    }
    if (map.width() != image.width() || map.height() != image.height()) {
      throw LoupeException.of(path + ": the mask has another size than its picture")
          .expected(image.width() + "x" + image.height())
          .got(map.width() + "x" + map.height());
    }
    return map;
  }

  private static Shape shape(Image image, ImageFolderOptions options) {
    return options.width() == 0
        ? image.shape()
        : Shape.of(options.height(), options.width(), image.channels());
  }

  /// The names of the classes; where masks are black and white, white becomes class 1.
  private static List<String> classes(Path folder, List<byte[]> maps) {
    boolean[] met = new boolean[256];
    maps.forEach(
        map -> {
          for (byte b : map) {
            met[b & 0xFF] = true;
          }
        });
    int[] values = IntStream.range(0, 256).filter(i -> met[i]).toArray();
    int most = values[values.length - 1];
    if (most == 255 && values.length <= 2 && values[0] % 255 == 0) {
      maps.forEach(
          map -> {
            for (int i = 0; i < map.length; i++) {
              map[i] = (byte) (map[i] == 0 ? 0 : 1);
            }
          });
      most = 1;
    }
    List<String> names = names(folder, most + 1);
    if (most >= MOST_CLASSES || most >= names.size()) {
      throw LoupeException.of(folder + ": a mask has a class that does not exist")
          .expected("indices below " + Math.min(MOST_CLASSES, names.size()) + ", or 0 and 255")
          .got(String.valueOf(most));
    }
    return names;
  }

  private static List<String> names(Path folder, int count) {
    Path file = folder.resolve("classes.txt");
    if (!Files.exists(file)) {
      return IntStream.range(0, Math.max(2, count))
          .mapToObj(i -> i == 0 ? "ground" : "class " + i)
          .toList();
    }
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(s -> !s.isEmpty())
          .toList();
    } catch (IOException e) {
      throw LoupeException.of(file + ": the file can't be read (" + e + ")").causedBy(e);
    }
  }

  @Override
  public int size() {
    return pixels.size();
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
  public Target target() {
    return Target.MAP;
  }

  @Override
  public int label(int index) {
    return 0;
  }

  @Override
  public void read(int index, Tensor into) {
    new Image(shape.size(1), shape.size(0), shape.channels(), pixels.get(index)).toTensor(into);
  }

  @Override
  public void readTarget(int index, Tensor into) {
    byte[] map = maps.get(index);
    for (int i = 0; i < map.length; i++) {
      into.set(i, map[i]);
    }
  }

  @Override
  public Card card() {
    return card;
  }
}
