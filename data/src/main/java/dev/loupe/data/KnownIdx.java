package dev.loupe.data;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The IDX datasets that Loupe knows by name.
///
/// @param title the name, also of a folder that holds the files
/// @param hash of the unpacked training images followed by the unpacked training labels
record KnownIdx(
    String title,
    String hash,
    String description,
    String source,
    String licence,
    List<String> classes) {

  static final List<KnownIdx> ALL =
      List.of(
          new KnownIdx(
              "mnist",
              "sha256:c5097fdd51cfdbe7695fd9df3612695696864b5c424f58d843ffdc5d335e9914",
              "handwritten digits, 28x28 grey (LeCun, Cortes and Burges 1998)",
              "https://storage.googleapis.com/cvdf-datasets/mnist/",
              "CC BY-SA 3.0",
              List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")),
          new KnownIdx(
              "fashion-mnist",
              "sha256:d9ef4273af5c2e360155dad0c06bd939447bf37a6620db007d69fc79e4732045",
              "articles of clothing, 28x28 grey (Xiao, Rasul and Vollgraf 2017)",
              "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
              "MIT",
              List.of(
                  "t-shirt/top",
                  "trouser",
                  "pullover",
                  "dress",
                  "coat",
                  "sandal",
                  "shirt",
                  "sneaker",
                  "bag",
                  "ankle boot")));

  /// The dataset with this hash, or null.
  static @Nullable KnownIdx byHash(String hash) {
    return ALL.stream().filter(k -> k.hash().equals(hash)).findFirst().orElse(null);
  }

  /// The dataset that a folder is named after, or null.
  static @Nullable KnownIdx byName(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return ALL.stream()
        .filter(k -> name != null && k.title().equals(name.toString()))
        .findFirst()
        .orElse(null);
  }
}
