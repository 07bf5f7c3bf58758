package dev.loupe.data;

import dev.loupe.data.Download.Remote;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The datasets that have a name.
///
/// @param entries in the order of lists
public record DatasetRegistry(List<Entry> entries) {
  /// A dataset with a name.
  public sealed interface Entry {
    /// What to call it.
    String name();

    /// One line about it.
    String description();
  }

  /// A dataset that Loupe draws.
  public record DrawnEntry(String name, String description, Supplier<Splits> splits)
      implements Entry {}

  /// A dataset that is fetched once.
  ///
  /// @param files all that are needed; a `.tar.gz` is unpacked
  public record RemoteEntry(String name, String description, List<Remote> files) implements Entry {
    /// Copies the list.
    public RemoteEntry {
      files = List.copyOf(files);
    }

    /// The size of all files in bytes.
    public long size() {
      return files.stream().mapToLong(Remote::size).sum();
    }
  }

  /// Copies the list.
  public DatasetRegistry {
    entries = List.copyOf(entries);
  }

  /// All names, in order.
  public List<String> names() {
    return entries.stream().map(Entry::name).toList();
  }

  /// The entry of a name.
  public Optional<Entry> find(String name) {
    return entries.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  /// What every Loupe knows; the first is the default.
  public static DatasetRegistry standard() {
    return new DatasetRegistry(
        List.of(
            new DrawnEntry(
                "digits", "12,000 + 2,000 digits drawn by Loupe, 28x28 grey", Digits::splits),
            new DrawnEntry(
                "beats", "6,000 + 1,500 heartbeats drawn by Loupe, 187 samples", Beats::splits),
            new DrawnEntry(
                "phantoms", "1,200 + 300 head phantoms drawn by Loupe, 28x28x28", Phantoms::splits),
            new DrawnEntry(
                "blobs", "600 + 150 ellipses on noise with maps, drawn by Loupe", Blobs::splits),
            mnist(),
            fashion(),
            cifar()));
  }

  private static RemoteEntry mnist() {
    String base = "https://storage.googleapis.com/cvdf-datasets/mnist/";
    return new RemoteEntry(
        "mnist",
        "60,000 + 10,000 handwritten digits, 28x28 grey",
        List.of(
            remote(base, "train-images-idx3-ubyte.gz", 9912422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
            remote(base, "train-labels-idx1-ubyte.gz", 28881, "d53e105ee54ea40749a09fcbcd1e9432"),
            remote(base, "t10k-images-idx3-ubyte.gz", 1648877, "9fb629c4189551a2d022fa330f9573f3"),
            remote(base, "t10k-labels-idx1-ubyte.gz", 4542, "ec29112dd5afa0611ce80d1b7f02629c")));
  }

  private static RemoteEntry fashion() {
    String base = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
    return new RemoteEntry(
        "fashion-mnist",
        "60,000 + 10,000 articles of clothing, 28x28 grey",
        List.of(
            remote(
                base, "train-images-idx3-ubyte.gz", 26421880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            remote(base, "train-labels-idx1-ubyte.gz", 29515, "25c81989df183df01b3e8a0aad5dffbe"),
            remote(base, "t10k-images-idx3-ubyte.gz", 4422102, "bef4ecab320f06d8554ea6380940ec79"),
            remote(base, "t10k-labels-idx1-ubyte.gz", 5148, "bb300cfdad3c16e7a12a480ee83cd310")));
  }

  private static RemoteEntry cifar() {
    return new RemoteEntry(
        "cifar10",
        "50,000 + 10,000 photographs of ten classes, 32x32 colour",
        List.of(
            remote(
                "https://www.cs.toronto.edu/~kriz/",
                "cifar-10-binary.tar.gz",
                170052171,
                "c32a1d4ab5d03f1284b67883e8d87530")));
  }

  private static Remote remote(String base, String name, long size, String md5) {
    return new Remote(URI.create(base + name), name, size, md5);
  }
}
