package dev.loupe.data.volume;

import dev.loupe.data.image.Image;
import dev.loupe.data.io.ByteInput;
import dev.loupe.data.io.Room;
import dev.loupe.data.volume.DicomParser.Parsed;
import dev.loupe.data.volume.DicomParser.Pixels;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Reads DICOM files: those of part 10, and bare data sets.
///
/// Implicit and explicit types, little and big endian, deflated; pixels that are not packed, or by
/// run lengths: samples of 1, 8, 16 or 32 bits, with or without a sign, one frame or many, grey,
/// RGB, YBR_FULL and with a palette. Pixels that are packed otherwise (JPEG, JPEG 2000, ...) are
/// refused with the name of the transfer syntax.
///
/// Not for medical use.
///
/// Sources: DICOM PS3.3, PS3.5, PS3.10, named where they are followed.
public final class DicomFile {
  private final Path path;
  private final Parsed parsed;

  private DicomFile(Path path, Parsed parsed) {
    this.path = path;
    this.parsed = parsed;
  }

  /// Whether a file is one by the ending of its name; many have no ending.
  public static boolean named(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".dcm") || name.endsWith(".dicom") || name.endsWith(".ima");
  }

  /// Opens a file and reads all elements before its pixels.
  ///
  /// @throws LoupeException if the file can't be read, is no DICOM file, or is broken
  public static DicomFile open(Path path) {
    return new DicomFile(path, ByteInput.read(path, DicomParser::parse));
  }

  /// The file.
  public Path path() {
    return path;
  }

  /// How it is written.
  public TransferSyntax syntax() {
    return parsed.syntax();
  }

  /// Its elements.
  public DicomDataSet dataSet() {
    return parsed.dataSet();
  }

  /// Whether it has pixels, of whatever kind.
  public boolean hasPixels() {
    return parsed.pixels().isPresent();
  }

  /// How many frames it has; 1 if it doesn't say.
  ///
  /// @throws LoupeException if it says something odd
  public int frames() {
    return checked().frames();
  }

  /// Whether the least value is shown white.
  ///
  /// @throws LoupeException if it has no pixels that Loupe reads
  public boolean inverted() {
    return checked().photometric().equals("MONOCHROME1");
  }

  /// The shape of all frames: frames, rows, columns, channels (1 of grey, 3 of colour).
  ///
  /// @throws LoupeException if it has no pixels that Loupe reads, or if they don't fit one array
  public Shape shape() {
    DicomPixelFormat format = checked();
    return shape(format, format.frames());
  }

  private Shape shape(DicomPixelFormat format, int frames) {
    Shape shape = Shape.of(frames, format.rows(), format.columns(), format.channels());
    try {
      shape.length();
      Math.multiplyExact(format.frameBits(false), (long) format.frames());
      return shape;
    } catch (ArithmeticException | LoupeException e) {
      throw LoupeException.of(path + ": the frames don't fit one array")
          .expected("at most 2147483583 values")
          .got(format.text())
          .fix("read fewer frames at a time")
          .causedBy(e);
    }
  }

  /// Reads all frames.
  ///
  /// Grey values are stored numbers times slope plus intercept; colours are red, green and blue as
  /// they are stored (0 to 255 for 8 bits).
  ///
  /// @return frames, rows, columns, channels
  /// @throws LoupeException if the pixels are packed in a way that Loupe doesn't read, if they are
  ///     broken or cut short, or if the memory is too small
  public Tensor read() {
    return read(0, frames());
  }

  /// Reads some frames.
  ///
  /// @param first from 0
  /// @param count at least 1
  /// @return count, rows, columns, channels
  /// @throws LoupeException as [#read()] does
  public Tensor read(int first, int count) {
    DicomPixelFormat format = checked();
    if (first < 0 || count < 1 || first > format.frames() - count) {
      throw new IllegalArgumentException(
          "no frames %d to %d of %d".formatted(first, first + count, format.frames()));
    }
    Shape shape = shape(format, count);
    Pixels place = parsed.pixels().orElseThrow();
    DicomPixels pixels = new DicomPixels(place, format, syntax().order());
    return ByteInput.read(
        path,
        in -> {
          DicomValues values = new DicomValues(dataSet(), format, syntax().order());
          if (parsed.deflatedAt() >= 0) {
            in.skip(parsed.deflatedAt(), "the file meta information");
            in.inflate();
          }
          in.skip(place.offset() - in.offset(), "the elements before the pixels");
          checkRoom(in, format, shape);
          Tensor out = Tensor.zeros(shape);
          int frame = shape.length() / count;
          DicomPixels.Frames frames =
              (f, samples) -> values.write(f, samples, out.data(), (f - first) * frame);
          if (syntax().packing() == TransferSyntax.Packing.RLE) {
            pixels.packed(in, first, count, frames);
          } else {
            pixels.plain(in, first, count, frames);
          }
          return out;
        });
  }

  /// Refuses more pixels than can follow, before memory is taken for them.
  private void checkRoom(ByteInput in, DicomPixelFormat format, Shape shape) {
    long needed = format.frameBits(false) / 8 * shape.size(0);
    boolean packed = syntax().packing() == TransferSyntax.Packing.RLE;
    // Two bytes of run lengths make 128 at most; shared colours make three bytes of two.
    long most = in.most() > Long.MAX_VALUE / 64 ? Long.MAX_VALUE : in.most() * (packed ? 64 : 2);
    if (needed > most) {
      throw LoupeException.of("the pixel data at offset " + in.offset() + " is too short")
          .expected(needed + " bytes for " + format.text())
          .got("at most " + in.most() + " until the end of the file");
    }
    Room.check(
        4L * shape.length() + 8L * format.pixels() * format.samples(),
        format.text(),
        "read fewer frames at a time");
  }

  /// How grey values are to be shown, where the file says it.
  ///
  /// @throws LoupeException if what it says is no window
  public Optional<DicomWindow> window() {
    try {
      return DicomWindow.of(dataSet());
    } catch (LoupeException e) {
      throw e.at(path.toString());
    }
  }

  /// A frame to look at: grey through the file's window, or from its least to its greatest value;
  /// colours as they are.
  ///
  /// @throws LoupeException as [#read()] does
  public Image picture(int frame) {
    DicomPixelFormat format = checked();
    Tensor values = read(frame, 1);
    Image image = Image.black(format.columns(), format.rows(), format.channels());
    if (format.channels() == 3) {
      double most = new DicomValues(dataSet(), format, syntax().order()).largestColour();
      for (int i = 0; i < values.length(); i++) {
        image.pixels()[i] = shade(values.get(i) / most);
      }
      return image;
    }
    DicomWindow window = window().orElseGet(() -> whole(values));
    for (int i = 0; i < values.length(); i++) {
      double share = window.apply(values.get(i));
      image.pixels()[i] = shade(inverted() ? 1 - share : share);
    }
    return image;
  }

  private static byte shade(double share) {
    return (byte) Math.clamp(Math.round(255 * share), 0, 255);
  }

  private static DicomWindow whole(Tensor values) {
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length(); i++) {
      least = Math.min(least, values.get(i));
      greatest = Math.max(greatest, values.get(i));
    }
    double width = greatest > least ? (double) greatest - least : 1;
    return new DicomWindow(least + width / 2, width, DicomWindow.Function.LINEAR_EXACT);
  }

  /// The format of the pixels.
  ///
  /// @throws LoupeException if there are none, or none that Loupe reads
  private DicomPixelFormat checked() {
    int tag =
        parsed
            .pixels()
            .orElseThrow(
                () ->
                    LoupeException.of(path + ": there are no pixels in this DICOM file")
                        .got(kind()))
            .tag();
    TransferSyntax syntax = syntax();
    if (syntax.packing() == TransferSyntax.Packing.OTHER) {
      throw LoupeException.of(path + ": the pixels are packed in a way that Loupe doesn't read")
          .expected("pixels that are not packed, or by RLE Lossless")
          .got(syntax.name() + " (" + syntax.uid() + ")")
          .fix("unpack the file first, for example with gdcmconv --raw");
    }
    if (tag != DicomTag.PIXELS) {
      throw LoupeException.of(path + ": the pixels are floats, which Loupe doesn't read in DICOM")
          .expected("element " + DicomTag.text(DicomTag.PIXELS))
          .got("element " + DicomTag.text(tag));
    }
    try {
      return DicomPixelFormat.of(dataSet());
    } catch (LoupeException e) {
      throw e.at(path.toString());
    }
  }

  private String kind() {
    String modality = dataSet().text(DicomTag.MODALITY);
    String type = dataSet().text(DicomTag.SOP_CLASS);
    return modality.isEmpty() && type.isEmpty()
        ? "no modality, no SOP class"
        : "modality '%s', SOP class '%s'".formatted(modality, type);
  }

  @Override
  public String toString() {
    return path + ": " + syntax().name();
  }
}
