package dev.loupe.data.volume;

import dev.loupe.data.array.NumberType;
import dev.loupe.data.io.ByteInput;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads the header of a NIfTI file, field by field.
///
/// The fields are the same in both versions, with other widths at other places.
final class NiftiFields {
  private static final int ONE = 348;
  private static final int TWO = 540;

  private final ByteBuffer header;
  private final boolean two;

  private NiftiFields(ByteBuffer header, boolean two) {
    this.header = header;
    this.two = two;
  }

  /// Reads as many bytes as the header has.
  ///
  /// @throws LoupeException with the offset of what is wrong
  static NiftiHeader read(ByteInput in) throws IOException {
    byte[] length = in.bytes(4, "the NIfTI header");
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      int bytes = ByteBuffer.wrap(length).order(order).getInt();
      if (bytes == ONE || bytes == TWO) {
        byte[] rest = in.bytes(bytes - 4, "the NIfTI header");
        ByteBuffer header = ByteBuffer.allocate(bytes).order(order).put(length).put(rest);
        return new NiftiFields(header, bytes == TWO).parse();
      }
    }
    throw LoupeException.of("this is no NIfTI file")
        .expected("the length of the header at offset 0: 348 or 540, in either byte order")
        .got("%02X %02X %02X %02X".formatted(length[0], length[1], length[2], length[3]));
  }

  private NiftiHeader parse() {
    boolean pair = magic();
    int[] sizes = sizes();
    int code = header.getShort(two ? 12 : 70);
    NumberType type = type(code);
    int samples = code == 128 ? 3 : code == 2304 ? 4 : 1;
    double[] scale = samples == 1 ? scale() : new double[] {1, 0};
    NiftiHeader parsed =
        new NiftiHeader(
            two ? 2 : 1,
            header.order(),
            sizes,
            type,
            samples,
            scale[0],
            scale[1],
            pair,
            start(pair),
            affine(sizes));
    try {
      parsed.channels();
      parsed.bytes();
    } catch (ArithmeticException e) {
      throw tooLarge(parsed.text(), e);
    }
    return parsed;
  }

  private static LoupeException tooLarge(String sizes, ArithmeticException e) {
    return LoupeException.of("the NIfTI file claims too many voxels").got(sizes).causedBy(e);
  }

  /// Whether the voxels are in another file.
  private boolean magic() {
    int at = two ? 4 : 344;
    byte[] magic = new byte[4];
    header.get(at, magic);
    String text = new String(magic, StandardCharsets.ISO_8859_1);
    if (text.equals(two ? "ni2\0" : "ni1\0")) {
      return true;
    }
    if (!text.equals(two ? "n+2\0" : "n+1\0")) {
      throw LoupeException.of("this is no NIfTI file")
          .expected(two ? "n+2 or ni2 at offset 4" : "n+1 or ni1 at offset 344")
          .got("%02X %02X %02X %02X".formatted(magic[0], magic[1], magic[2], magic[3]))
          .fix("convert ANALYZE 7.5 files to NIfTI first");
    }
    return false;
  }

  private int[] sizes() {
    int at = two ? 16 : 40;
    int width = two ? 8 : 2;
    long axes = whole(at);
    if (axes < 1 || axes > 7) {
      throw LoupeException.of("the NIfTI file has an odd number of axes at offset " + at)
          .expected("1 to 7")
          .got(String.valueOf(axes));
    }
    long[] found = {1, 1, 1, 1};
    for (int a = 0; a < axes; a++) {
      long size = whole(at + width * (a + 1));
      if (size < 1 || size > Integer.MAX_VALUE) {
        throw LoupeException.of(
                "axis %d of the NIfTI file has an odd size at offset %d"
                    .formatted(a + 1, at + width * (a + 1)))
            .expected("1 to " + Integer.MAX_VALUE)
            .got(String.valueOf(size));
      }
      found[Math.min(a, 3)] *= size;
      if (found[Math.min(a, 3)] > Integer.MAX_VALUE) {
        throw LoupeException.of("the NIfTI file claims too many voxels")
            .got(found[3] + " volumes or more");
      }
    }
    return new int[] {(int) found[0], (int) found[1], (int) found[2], (int) found[3]};
  }

  private NumberType type(int code) {
    return switch (code) {
      case 2, 128, 2304 -> NumberType.UINT8;
      case 4 -> NumberType.INT16;
      case 8 -> NumberType.INT32;
      case 16 -> NumberType.FLOAT32;
      case 64 -> NumberType.FLOAT64;
      case 256 -> NumberType.INT8;
      case 512 -> NumberType.UINT16;
      case 768 -> NumberType.UINT32;
      case 1024 -> NumberType.INT64;
      case 1280 -> NumberType.UINT64;
      default ->
          throw LoupeException.of(
                  "the NIfTI file has a type at offset %d that Loupe doesn't read"
                      .formatted(two ? 12 : 70))
              .expected("integers of 8 to 64 bits, floats of 32 or 64 bits, or RGB")
              .got(code + " (" + name(code) + ")")
              .fix("convert the voxels to 32-bit floats");
    };
  }

  private static String name(int code) {
    return switch (code) {
      case 1 -> "single bits";
      case 32 -> "complex numbers of 64 bits";
      case 1536 -> "floats of 128 bits";
      case 1792 -> "complex numbers of 128 bits";
      case 2048 -> "complex numbers of 256 bits";
      default -> "unknown";
    };
  }

  /// The slope and the intercept; a slope of 0, or none, means that there is no scale.
  private double[] scale() {
    double slope = real(two ? 176 : 112);
    double intercept = real(two ? 184 : 116);
    if (slope == 0 || !Double.isFinite(slope)) {
      return new double[] {1, 0};
    }
    if (!Double.isFinite(intercept)) {
      throw LoupeException.of(
              "the intercept of the NIfTI file's scale is no number, at offset "
                  + (two ? 184 : 116))
          .got(String.valueOf(intercept));
    }
    return new double[] {slope, intercept};
  }

  private long start(boolean pair) {
    int at = two ? 168 : 108;
    double start = two ? header.getLong(at) : header.getFloat(at);
    // Some writers leave 0, which means right behind the header.
    long least = pair ? 0 : two ? TWO + 4 : ONE + 4;
    if (start == 0) {
      return least;
    }
    if (!(start >= least && start <= 1L << 50) || start != Math.rint(start)) {
      throw LoupeException.of("the NIfTI file's voxels begin at an odd place, by offset " + at)
          .expected("a whole number of at least " + least)
          .got(String.valueOf(start));
    }
    return (long) start;
  }

  private Affine affine(int[] sizes) {
    int codes = two ? 344 : 252;
    int width = two ? 4 : 2;
    double[] values;
    if (code(codes + width) > 0) {
      values = new double[12];
      for (int i = 0; i < 12; i++) {
        values[i] = real(two ? 400 + 8 * i : 280 + 4 * i);
      }
    } else if (code(codes) > 0) {
      values = rotated();
    } else {
      values = new double[12];
      for (int a = 0; a < 3; a++) {
        double step = a == 0 ? -zoom(a) : zoom(a);
        values[5 * a] = step;
        values[4 * a + 3] = -step * (sizes[a] - 1) / 2;
      }
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw LoupeException.of("the NIfTI file doesn't say where its voxels lie")
            .expected("finite numbers in its sform or qform")
            .got(new Affine(values).toString());
      }
    }
    return new Affine(values);
  }

  /// The qform: a unit quaternion, the voxels' sizes, and whether z runs the other way.
  private double[] rotated() {
    int at = two ? 352 : 256;
    int width = two ? 8 : 4;
    double b = real(at);
    double c = real(at + width);
    double d = real(at + 2 * width);
    double rest = 1 - (b * b + c * c + d * d);
    if (rest < 1e-7) {
      double norm = Math.sqrt(b * b + c * c + d * d);
      b /= norm;
      c /= norm;
      d /= norm;
    }
    double a = rest < 1e-7 ? 0 : Math.sqrt(rest);
    double turn = real(two ? 104 : 76) < 0 ? -1 : 1;
    double[] rotation = {
      a * a + b * b - c * c - d * d,
      2 * (b * c - a * d),
      2 * (b * d + a * c),
      2 * (b * c + a * d),
      a * a + c * c - b * b - d * d,
      2 * (c * d - a * b),
      2 * (b * d - a * c),
      2 * (c * d + a * b),
      a * a + d * d - c * c - b * b
    };
    double[] values = new double[12];
    for (int r = 0; r < 3; r++) {
      for (int k = 0; k < 3; k++) {
        values[4 * r + k] = rotation[3 * r + k] * zoom(k) * (k == 2 ? turn : 1);
      }
      values[4 * r + 3] = real(at + (3 + r) * width);
    }
    return values;
  }

  /// The size of a voxel along an axis.
  private double zoom(int axis) {
    return Math.abs(real(two ? 112 + 8 * axis : 80 + 4 * axis));
  }

  private int code(int at) {
    return two ? header.getInt(at) : header.getShort(at);
  }

  private long whole(int at) {
    return two ? header.getLong(at) : header.getShort(at);
  }

  private double real(int at) {
    return two ? header.getDouble(at) : header.getFloat(at);
  }
}
