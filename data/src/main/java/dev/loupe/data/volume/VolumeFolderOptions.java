package dev.loupe.data.volume;

import dev.loupe.tensor.LoupeException;

/// How a folder of volumes becomes a dataset.
///
/// @param testFraction the part of each class that is kept for the test where the folder has no
///     `test` of its own, above 0 and below 1
/// @param seed which volumes these are: the same ones for the same seed
/// @param cacheBytes how many bytes of volumes may be kept in memory
public record VolumeFolderOptions(double testFraction, long seed, long cacheBytes) {
  /// 20 % for the test, 1 GiB of memory.
  public static final VolumeFolderOptions DEFAULT = new VolumeFolderOptions(0.2, 0, 1L << 30);

  /// Checks the values.
  ///
  /// @throws LoupeException if one is not possible
  public VolumeFolderOptions {
    if (!(testFraction > 0 && testFraction < 1)) {
      throw LoupeException.of("the part for the test is not possible")
          .expected("a number above 0 and below 1, such as 0.2")
          .got(String.valueOf(testFraction));
    }
    if (cacheBytes < 0) {
      throw LoupeException.of("the memory for volumes is below 0").got(cacheBytes + " bytes");
    }
  }

  /// These options with another test part.
  public VolumeFolderOptions withTest(double newFraction, long newSeed) {
    return new VolumeFolderOptions(newFraction, newSeed, cacheBytes);
  }

  /// These options with another memory limit.
  public VolumeFolderOptions withCache(long bytes) {
    return new VolumeFolderOptions(testFraction, seed, bytes);
  }
}
