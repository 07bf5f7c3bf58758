package dev.loupe.data.volume;

import dev.loupe.data.io.ByteInput;
import dev.loupe.data.io.Room;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Reads NIfTI files: `.nii`, and pairs of `.hdr` and `.img`, of version 1 or 2, in either byte
/// order, packed by gzip or not.
///
/// Values are the stored numbers, scaled by the file's slope and intercept in double precision and
/// rounded to floats. Axes beyond z become channels. Extensions are passed over.
///
/// Sources: nifti1.h and nifti2.h, see [NiftiHeader].
public final class NiftiFile {
  private static final List<String> HEADERS = List.of(".nii", ".hdr");

  private final Path path;
  private final Path voxels;
  private final NiftiHeader header;

  private NiftiFile(Path path, Path voxels, NiftiHeader header) {
    this.path = path;
    this.voxels = voxels;
    this.header = header;
  }

  /// Takes slices, one after another.
  @FunctionalInterface
  public interface Slices {
    /// Called with some neighbouring slices of one time.
    ///
    /// @param time which volume they are of, from 0
    /// @param z the first of them
    /// @param values slices, y, x, samples; only the first `count` slices hold; overwritten later
    /// @param count how many
    void take(int time, int z, Tensor values, int count);
  }

  /// Whether a file is one by the ending of its name; of a pair, the `.hdr` is.
  public static boolean named(Path path) {
    String name = plain(path);
    return HEADERS.stream().anyMatch(name::endsWith);
  }

  private static String plain(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }

  /// Opens a file and reads its header; of a pair, either file may be named.
  ///
  /// @throws LoupeException if the file can't be read, is no NIfTI file or broken, has a type that
  ///     Loupe doesn't read, or if the other file of a pair is missing
  public static NiftiFile open(Path path) {
    Path first = plain(path).endsWith(".img") ? sibling(path, ".hdr") : path;
    NiftiHeader header = ByteInput.read(first, NiftiFields::read);
    return new NiftiFile(first, header.pair() ? sibling(first, ".img") : first, header);
  }

  /// The file beside another with the same name and another ending, packed or not.
  private static Path sibling(Path path, String ending) {
    String name = String.valueOf(path.getFileName());
    int packed = name.toLowerCase(Locale.ROOT).endsWith(".gz") ? 3 : 0;
    String stem = name.substring(0, Math.max(0, name.length() - packed - ending.length()));
    for (String end : List.of(ending, ending + ".gz", ending.toUpperCase(Locale.ROOT))) {
      Path sibling = path.resolveSibling(stem + end);
      if (Files.isRegularFile(sibling)) {
        return sibling;
      }
    }
    throw LoupeException.of(path + ": the other file of the pair is missing")
        .expected(stem + ending + " or " + stem + ending + ".gz beside it");
  }

  /// What the file says about itself.
  public NiftiHeader header() {
    return header;
  }

  /// The shape of the whole volume: z, y, x, channels.
  ///
  /// @throws LoupeException if it does not fit one array
  public Shape shape() {
    int[] sizes = header.sizes();
    Shape shape = Shape.of(sizes[2], sizes[1], sizes[0], header.channels());
    try {
      shape.length();
      return shape;
    } catch (ArithmeticException | LoupeException e) {
      throw LoupeException.of(path + ": the volume doesn't fit one array")
          .expected("at most 2147483583 values")
          .got(header.text())
          .fix("read it in slabs")
          .causedBy(e);
    }
  }

  /// Reads all voxels.
  ///
  /// @return with the axes as they are stored: [Volume#oriented] turns them
  /// @throws LoupeException if the file is cut short or broken, or if the memory is too small
  public Volume read() {
    Shape shape = shape();
    String what = "the volume of " + header.text() + " voxels";
    return ByteInput.read(
        voxels,
        in -> {
          in.skip(header.start(), "what lies before the voxels");
          in.check(header.bytes(), "the voxels");
          Room.check(header.bytes() + 4L * shape.length(), what, "read it in slabs");
          byte[] raw = in.bytes(header.bytes(), "the voxels");
          ByteBuffer numbers = ByteBuffer.wrap(raw).order(header.order());
          Tensor values = Tensor.zeros(shape);
          int samples = header.samples();
          int places = shape.rows();
          for (int t = 0; t < header.sizes()[3]; t++) {
            int from = t * places * samples;
            for (int i = 0; i < places; i++) {
              int to = i * shape.channels() + t * samples;
              for (int s = 0; s < samples; s++) {
                values.data()[to + s] = value(numbers, from + i * samples + s);
              }
            }
          }
          return new Volume(values, header.affine());
        });
  }

  private float value(ByteBuffer numbers, int index) {
    double stored = header.type().get(numbers, index * header.type().bytes());
    return (float) (stored * header.slope() + header.intercept());
  }

  /// Reads some neighbouring slices of one time.
  ///
  /// Of a packed file, all that lies before is unpacked and passed over.
  ///
  /// @param time which volume, from 0
  /// @param z the first slice
  /// @param count how many
  /// @return count, y, x, samples
  /// @throws LoupeException if the file is cut short or broken, or if the memory is too small
  public Tensor slab(int time, int z, int count) {
    int[] sizes = header.sizes();
    if (time < 0 || time >= sizes[3] || z < 0 || count < 1 || z > sizes[2] - count) {
      throw new IllegalArgumentException(
          "no slices %d to %d at time %d in %s".formatted(z, z + count, time, header.text()));
    }
    return ByteInput.read(
        voxels,
        in -> {
          long before = ((long) time * sizes[2] + z) * header.sliceBytes();
          in.skip(header.start(), "what lies before the voxels");
          in.skip(before, "the voxels");
          in.check(count * header.sliceBytes(), "the voxels");
          Tensor slab = room(count);
          fill(in, slab, count);
          return slab;
        });
  }

  /// Reads all slices in the order of the file, some at a time: of each time from the first z to
  /// the last.
  ///
  /// @param count how many at a time, at least 1; the last of each time may be fewer
  /// @throws LoupeException if the file is cut short or broken, or if the memory is too small
  public void slabs(int count, Slices slices) {
    int[] sizes = header.sizes();
    if (count < 1) {
      throw new IllegalArgumentException("slabs of " + count + " slices");
    }
    int most = Math.min(count, sizes[2]);
    ByteInput.read(
        voxels,
        in -> {
          in.skip(header.start(), "what lies before the voxels");
          in.check(header.bytes(), "the voxels");
          Tensor slab = room(most);
          for (int t = 0; t < sizes[3]; t++) {
            for (int z = 0; z < sizes[2]; z += most) {
              int here = Math.min(most, sizes[2] - z);
              fill(in, slab, here);
              slices.take(t, z, slab, here);
            }
          }
          return sizes[2];
        });
  }

  private Tensor room(int count) {
    String what = count + " slices of " + header.text() + " voxels";
    long numbers = count * (header.sliceBytes() / header.type().bytes());
    Room.check(count * header.sliceBytes() + 4 * numbers, what, "read fewer at a time");
    return Tensor.zeros(Shape.of(count, header.sizes()[1], header.sizes()[0], header.samples()));
  }

  private void fill(ByteInput in, Tensor slab, int count) throws IOException {
    byte[] raw = in.bytes(count * header.sliceBytes(), "the voxels");
    ByteBuffer numbers = ByteBuffer.wrap(raw).order(header.order());
    for (int i = 0; i < raw.length / header.type().bytes(); i++) {
      slab.data()[i] = value(numbers, i);
    }
  }

  @Override
  public String toString() {
    return path + ": " + header.text() + " " + header.type();
  }
}
