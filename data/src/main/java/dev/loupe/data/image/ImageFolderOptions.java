package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;
import java.util.Optional;

/// How a folder of pictures becomes a dataset.
///
/// @param width columns of a sample; 0 (with height) to choose: the size of the pictures if all
///     have the same, else 64x64
/// @param height rows of a sample
/// @param colour channels; [Colour#AS_IS] makes one channel if all pictures are grey, else three
/// @param mode how other sizes are brought to this one
/// @param filter what they are resized with
/// @param resized the size before the middle is cut out, where it is another
/// @param testFraction the part of each class that is kept for the test where the folder has no
///     `test` of its own, above 0 and below 1
/// @param seed which pictures these are: the same ones for the same seed
/// @param strict whether a broken picture is an error; else it is left out
/// @param decode whether the scan decodes every picture; else it looks at headers only, and a
///     picture with broken pixels is an error when it is read
/// @param cacheBytes how many bytes of resized pictures may be kept in memory
public record ImageFolderOptions(
    int width,
    int height,
    Colour colour,
    ResizeMode mode,
    Filter filter,
    Optional<Resized> resized,
    double testFraction,
    long seed,
    boolean strict,
    boolean decode,
    long cacheBytes) {

  /// Size and colour chosen, short side, bilinear, 20 % for the test, 256 MiB of memory.
  public static final ImageFolderOptions DEFAULT =
      new ImageFolderOptions(
          0,
          0,
          Colour.AS_IS,
          ResizeMode.SHORT_SIDE,
          Filter.BILINEAR,
          Optional.empty(),
          0.2,
          0,
          false,
          true,
          256L << 20);

  /// Checks the values.
  ///
  /// @throws LoupeException if one is not possible
  public ImageFolderOptions {
    if (width < 0 || height < 0 || (width == 0) != (height == 0)) {
      throw LoupeException.of("the size of the pictures is not possible")
          .expected("a width and a height of at least 1, or 0 for both to choose")
          .got(width + "x" + height);
    }
    if (!(testFraction > 0 && testFraction < 1)) {
      throw LoupeException.of("the part for the test is not possible")
          .expected("a number above 0 and below 1, such as 0.2")
          .got(String.valueOf(testFraction));
    }
    if (cacheBytes < 0) {
      throw LoupeException.of("the memory for pictures is below 0").got(cacheBytes + " bytes");
    }
  }

  /// These options with another size.
  public ImageFolderOptions withSize(int newWidth, int newHeight) {
    return new ImageFolderOptions(
        newWidth,
        newHeight,
        colour,
        mode,
        filter,
        resized,
        testFraction,
        seed,
        strict,
        decode,
        cacheBytes);
  }

  /// These options with other channels.
  public ImageFolderOptions withColour(Colour newColour) {
    return new ImageFolderOptions(
        width,
        height,
        newColour,
        mode,
        filter,
        resized,
        testFraction,
        seed,
        strict,
        decode,
        cacheBytes);
  }

  /// These options with another way to resize.
  public ImageFolderOptions withResize(ResizeMode newMode, Filter newFilter) {
    return new ImageFolderOptions(
        width,
        height,
        colour,
        newMode,
        newFilter,
        resized,
        testFraction,
        seed,
        strict,
        decode,
        cacheBytes);
  }

  /// These options with a size that pictures have before the middle is cut out, or none.
  public ImageFolderOptions withResized(Optional<Resized> newResized) {
    return new ImageFolderOptions(
        width,
        height,
        colour,
        mode,
        filter,
        newResized,
        testFraction,
        seed,
        strict,
        decode,
        cacheBytes);
  }

  /// These options with another test part.
  public ImageFolderOptions withTest(double newFraction, long newSeed) {
    return new ImageFolderOptions(
        width,
        height,
        colour,
        mode,
        filter,
        resized,
        newFraction,
        newSeed,
        strict,
        decode,
        cacheBytes);
  }

  /// These options with broken pictures as errors, or not.
  public ImageFolderOptions withStrict(boolean newStrict) {
    return new ImageFolderOptions(
        width,
        height,
        colour,
        mode,
        filter,
        resized,
        testFraction,
        seed,
        newStrict,
        decode,
        cacheBytes);
  }

  /// These options with a scan that decodes, or one that looks at headers only.
  public ImageFolderOptions withDecode(boolean newDecode) {
    return new ImageFolderOptions(
        width,
        height,
        colour,
        mode,
        filter,
        resized,
        testFraction,
        seed,
        strict,
        newDecode,
        cacheBytes);
  }

  /// These options with another memory limit.
  public ImageFolderOptions withCache(long bytes) {
    return new ImageFolderOptions(
        width, height, colour, mode, filter, resized, testFraction, seed, strict, decode, bytes);
  }
}
