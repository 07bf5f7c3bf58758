package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/// Reads JPEG, PNG, BMP and GIF files (the first frame) the way Pillow does.
///
/// The format is told by the content, not by the name. Values are taken as they are stored:
/// no gamma and no colour profile is applied. 16-bit samples keep their high byte. What is
/// transparent is seen over white. The EXIF orientation is applied. CMYK is converted.
///
/// Reading is safe from several threads. Broken files are refused with what is wrong; the size in
/// the header is checked before anything of that size is made.
public final class ImageFile {
  /// The most pixels a picture may have: 100 million.
  public static final long MAX_PIXELS = 100_000_000;

  private static final long MAX_BYTES = 1L << 30;
  private static final Set<String> ENDINGS =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "bmp", "dib", "gif");

  private ImageFile() {}

  /// Whether a file is a picture by the ending of its name.
  public static boolean named(Path path) {
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString();
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /// Reads a picture with the channels it is stored with.
  ///
  /// @throws LoupeException if there is no such file or it is broken
  public static Image read(Path path) {
    return read(path, Colour.AS_IS);
  }

  /// Reads a picture.
  ///
  /// @throws LoupeException if there is no such file or it is broken
  public static Image read(Path path, Colour colour) {
    return read(bytes(path), path.toString(), colour, MAX_PIXELS);
  }

  /// Reads a picture from the bytes of its file.
  ///
  /// @param name said in errors
  /// @throws LoupeException if it is broken
  public static Image read(byte[] file, String name) {
    return read(file, name, Colour.AS_IS, MAX_PIXELS);
  }

  /// Reads a picture from the bytes of its file.
  ///
  /// @param name said in errors
  /// @param maxPixels a picture with more is refused
  /// @throws LoupeException if it is broken or too large
  public static Image read(byte[] file, String name, Colour colour, long maxPixels) {
    try {
      Parsed parsed = parse(file, maxPixels);
      ImageHeader header = parsed.header();
      Image image = parsed.decode(file);
      if (image.width() != header.width() || image.height() != header.height()) {
        throw new LoupeException("the pixels are not what the header says");
      }
      return image.as(colour);
    } catch (LoupeException e) {
      throw e.at(name);
    } catch (IOException | RuntimeException e) {
      throw damaged(e).at(name);
    }
  }

  /// Reads what a picture file says about itself, without decoding its pixels.
  ///
  /// @param name said in errors
  /// @throws LoupeException if the header is broken
  public static ImageHeader header(byte[] file, String name) {
    try {
      return parse(file, MAX_PIXELS).header();
    } catch (LoupeException e) {
      throw e.at(name);
    } catch (RuntimeException e) {
      throw damaged(e).at(name);
    }
  }

  /// Decoders answer damage with any exception: each means that the file is broken.
  private static LoupeException damaged(Exception e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new LoupeException("the picture is damaged: " + reason).causedBy(e);
  }

  /// The bytes of a file.
  static byte[] bytes(Path path) {
    try {
      if (Files.isDirectory(path)) {
        throw LoupeException.of(path + ": this is a folder").expected("a picture file");
      }
      if (Files.size(path) > MAX_BYTES) {
        throw LoupeException.of(path + ": the file is too large for a picture")
            .expected("at most " + MAX_BYTES + " bytes")
            .got(Files.size(path) + " bytes");
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw LoupeException.of(path + ": there is no such file").causedBy(e);
    } catch (IOException e) {
      throw LoupeException.of(path + ": the file can't be read: " + e.getMessage()).causedBy(e);
    }
  }

  private static Parsed parse(byte[] file, long maxPixels) {
    if (JpegFile.matches(file)) {
      JpegFile jpeg = JpegFile.parse(file);
      limit(jpeg.width(), jpeg.height(), maxPixels);
      return new Jpeg(jpeg, Orientation.of(jpeg.exif()));
    }
    if (PngFile.matches(file)) {
      PngFile png = PngFile.parse(file);
      limit(png.width(), png.height(), maxPixels);
      return new Png(png, Orientation.of(png.exif()));
    }
    if (BmpFile.matches(file)) {
      BmpFile bmp = BmpFile.parse(file);
      limit(bmp.width(), bmp.height(), maxPixels);
      return new Bmp(bmp);
    }
    if (GifFile.matches(file)) {
      GifFile gif = GifFile.parse(file);
      limit(gif.width(), gif.height(), maxPixels);
      limit(gif.frameWidth(), gif.frameHeight(), maxPixels);
      return new Gif(gif);
    }
    throw LoupeException.of(file.length == 0 ? "the file is empty" : "the format is not known")
        .expected("a JPEG, PNG, BMP or GIF picture");
  }

  private static void limit(int width, int height, long maxPixels) {
    if ((long) width * height > maxPixels) {
      throw LoupeException.of("the picture is too large")
          .expected("at most " + maxPixels + " pixels")
          .got(width + "x" + height + " = " + (long) width * height + " pixels");
    }
  }

  /// A file whose header has been checked.
  private sealed interface Parsed {
    ImageHeader header();

    Image decode(byte[] file) throws IOException;
  }

  private record Jpeg(JpegFile file, Orientation orientation) implements Parsed {
    @Override
    public ImageHeader header() {
      boolean grey = file.coding() == JpegColour.GREY;
      return turned("JPEG", file.width(), file.height(), grey, orientation);
    }

    @Override
    public Image decode(byte[] bytes) throws IOException {
      return orientation.apply(JpegPixels.decode(file));
    }
  }

  private record Png(PngFile file, Orientation orientation) implements Parsed {
    @Override
    public ImageHeader header() {
      return turned("PNG", file.width(), file.height(), PngPixels.grey(file), orientation);
    }

    @Override
    public Image decode(byte[] bytes) {
      return orientation.apply(PngPixels.decode(file));
    }
  }

  private record Bmp(BmpFile file) implements Parsed {
    @Override
    public ImageHeader header() {
      return new ImageHeader("BMP", file.width(), file.height(), false);
    }

    @Override
    public Image decode(byte[] bytes) throws IOException {
      return ImageIoPixels.decode("bmp", bytes, file.width(), file.height(), 0, 0);
    }
  }

  private record Gif(GifFile file) implements Parsed {
    @Override
    public ImageHeader header() {
      return new ImageHeader("GIF", file.width(), file.height(), false);
    }

    @Override
    public Image decode(byte[] bytes) throws IOException {
      return ImageIoPixels.decode(
          "gif", bytes, file.width(), file.height(), file.left(), file.top());
    }
  }

  private static ImageHeader turned(
      String format, int width, int height, boolean grey, Orientation orientation) {
    return orientation.swaps()
        ? new ImageHeader(format, height, width, grey)
        : new ImageHeader(format, width, height, grey);
  }
}
