package dev.loupe.data.volume;

import dev.loupe.data.MappedSample;
import dev.loupe.data.Transform;
import dev.loupe.data.io.Room;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;

/// Images of one body and a class for each voxel, on one grid: what segmentation learns from.
///
/// All are NIfTI files of one size whose voxels lie at the same places. The classes come from maps
/// (masks, or probabilities): class 0 where all are below a threshold, else 1 + the index of the
/// map that is greatest, the first of equal ones. Axes lead to the right, the front and the top
/// (`RAS`). Everything is kept in memory.
public final class VolumePair {
  private static final double SAME_PLACE = 0.01;
  private static final int MOST_MAPS = 127;

  private final Tensor images;
  private final byte[] labels;
  private final int classes;
  private final Affine affine;

  private VolumePair(Tensor images, byte[] labels, int classes, Affine affine) {
    this.images = images;
    this.labels = labels;
    this.classes = classes;
    this.affine = affine;
  }

  /// A cube out of a pair.
  ///
  /// @param image z, y, x, images
  /// @param labels z, y, x: the classes
  public record Patch(Tensor image, Tensor labels) {
    /// A variation; the classes move with the image.
    ///
    /// @param transforms of volumes, one after another
    /// @param seed of this patch in this epoch
    /// @throws LoupeException as of [MappedSample#vary]
    public Patch vary(List<Transform> transforms, Seed seed) {
      Tensor map = labels.reshape(image.shape().with(-1, 1));
      MappedSample varied = new MappedSample(image, map).vary(transforms, seed);
      Shape places = varied.map().shape().range(0, 3);
      return new Patch(varied.sample(), varied.map().reshape(places));
    }
  }

  /// Reads images and maps.
  ///
  /// @param images at least one: the channels
  /// @param maps 1 to 127, one for each class but the first
  /// @param threshold the least value of a map that counts
  /// @throws LoupeException if a file is broken, has more than one value a voxel, or lies on
  ///     another grid than the first image, or if the memory is too small
  public static VolumePair open(List<Path> images, List<Path> maps, float threshold) {
    if (images.isEmpty() || maps.isEmpty() || maps.size() > MOST_MAPS) {
      throw LoupeException.of("a pair needs images and maps")
          .expected("at least 1 image and 1 to " + MOST_MAPS + " maps")
          .got(images.size() + " and " + maps.size());
    }
    Path firstFile = images.getFirst();
    Volume first = read(firstFile);
    Shape grid = first.values().shape();
    int voxels = grid.rows();
    Shape all = grid.with(3, images.size());
    Room.check(4 * all.elements() + 13L * voxels, "the pair of " + all, "use smaller volumes");
    Tensor together = Tensor.zeros(all);
    for (int c = 0; c < images.size(); c++) {
      Tensor image = c == 0 ? first.values() : read(images.get(c), firstFile, first).values();
      for (int i = 0; i < voxels; i++) {
        together.set(i * images.size() + c, image.get(i));
      }
    }
    byte[] labels = new byte[voxels];
    float[] greatest = new float[voxels];
    for (int m = 0; m < maps.size(); m++) {
      Tensor map = read(maps.get(m), firstFile, first).values();
      for (int i = 0; i < voxels; i++) {
        float value = map.get(i);
        if (value >= threshold && (labels[i] == 0 || value > greatest[i])) {
          labels[i] = (byte) (m + 1);
          greatest[i] = value;
        }
      }
    }
    return new VolumePair(together, labels, maps.size() + 1, first.affine());
  }

  private static Volume read(Path path) {
    NiftiFile file = NiftiFile.open(path);
    if (file.header().channels() != 1) {
      throw LoupeException.of(path + ": there is more than one value a voxel")
          .expected("one volume")
          .got(file.header().channels() + " values a voxel in " + file.header().text());
    }
    Volume volume = file.read();
    try {
      return volume.oriented("RAS");
    } catch (LoupeException e) {
      throw e.at(path.toString());
    }
  }

  private static Volume read(Path path, Path firstFile, Volume first) {
    Volume volume = read(path);
    Shape shape = first.values().shape();
    int[] sizes = {shape.size(2), shape.size(1), shape.size(0)};
    boolean sameSize = volume.values().shape().equals(shape);
    if (!sameSize || !volume.affine().near(first.affine(), sizes, SAME_PLACE)) {
      throw LoupeException.of(path + ": the volume lies on another grid")
          .expected("%s, %s as %s".formatted(shape, first.affine(), firstFile.getFileName()))
          .got("%s, %s".formatted(volume.values().shape(), volume.affine()))
          .fix("bring all volumes to one grid first");
    }
    return volume;
  }

  /// The shape of all images: z, y, x, images.
  public Shape shape() {
    return images.shape();
  }

  /// How many classes there are: maps and one.
  public int classes() {
    return classes;
  }

  /// Where the voxels lie.
  public Affine affine() {
    return affine;
  }

  /// All images: z, y, x, images; not a copy.
  public Tensor images() {
    return images;
  }

  /// The class of a voxel.
  public int label(int z, int y, int x) {
    return labels[(z * images.shape().size(1) + y) * images.shape().size(2) + x];
  }

  /// How many voxels each class has.
  public long[] counts() {
    long[] counts = new long[classes];
    for (byte label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /// A cube, which must lie inside.
  ///
  /// @param z where it begins
  /// @param y where it begins
  /// @param x where it begins
  /// @param size of its edges, at least 1
  public Patch read(int z, int y, int x, int size) {
    Shape shape = images.shape();
    check("z", z, size, shape.size(0));
    check("y", y, size, shape.size(1));
    check("x", x, size, shape.size(2));
    int channels = shape.channels();
    Tensor image = Tensor.zeros(Shape.of(size, size, size, channels));
    Tensor classesOfVoxels = Tensor.zeros(Shape.of(size, size, size));
    for (int k = 0; k < size; k++) {
      for (int j = 0; j < size; j++) {
        int from = ((z + k) * shape.size(1) + y + j) * shape.size(2) + x;
        int to = (k * size + j) * size;
        System.arraycopy(
            images.data(), from * channels, image.data(), to * channels, size * channels);
        for (int i = 0; i < size; i++) {
          classesOfVoxels.set(to + i, labels[from + i]);
        }
      }
    }
    return new Patch(image, classesOfVoxels);
  }

  private static void check(String axis, int at, int size, int length) {
    if (size < 1 || at < 0 || at > length - size) {
      throw new IllegalArgumentException(
          "a cube from %s = %d with edges of %d is not in %d voxels"
              .formatted(axis, at, size, length));
    }
  }
}
