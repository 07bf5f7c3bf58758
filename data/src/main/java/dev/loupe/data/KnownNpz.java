package dev.loupe.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The NumPy archives that Loupe knows.
///
/// @param title the name
/// @param hash of the samples to learn from, followed by their labels
record KnownNpz(
    String title,
    String hash,
    String description,
    String source,
    String licence,
    List<String> classes) {

  private static final List<KnownNpz> ALL =
      List.of(
          new KnownNpz(
              "adrenalmnist3d",
              "sha256:0005964526410db704078e4f6d162f964698d9ebd033fdc60be3fa40ded32980",
              "shapes of adrenal glands, 28x28x28 voxels (MedMNIST v2, Yang and others 2023)",
              "https://medmnist.com",
              "CC BY 4.0; not for medical use",
              List.of("normal", "hyperplasia")));

  /// The archive with this hash, or null.
  static @Nullable KnownNpz byHash(String hash) {
    return ALL.stream().filter(k -> k.hash().equals(hash)).findFirst().orElse(null);
  }
}
