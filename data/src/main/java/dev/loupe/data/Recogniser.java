package dev.loupe.data;

import dev.loupe.data.array.NpzFile;
import java.nio.file.Path;
import java.util.List;

/// Knows one way in which data lies in a folder, or in a file.
public interface Recogniser {
  /// What it looks for, in one line, as errors list it.
  String layout();

  /// Whether the folder looks like it; quick, by names alone.
  ///
  /// @param folder one that exists
  boolean recognises(Path folder);

  /// Whether a file alone holds such data, by its name.
  ///
  /// @param file one that exists
  default boolean recognisesFile(Path file) {
    return false;
  }

  /// Opens the folder or file that was recognised.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is broken or incomplete
  Splits open(Path path);

  /// The ways that need nothing else: IDX files, CIFAR's binary version, NumPy archives.
  static List<Recogniser> ofFiles() {
    return List.of(new IdxFiles(), new CifarFiles(), new NpzArrays());
  }

  /// The four files of MNIST and its kin.
  record IdxFiles() implements Recogniser {
    @Override
    public String layout() {
      return "IDX files: train-images-idx3-ubyte, train-labels-idx1-ubyte, and t10k-..., or .gz";
    }

    @Override
    public boolean recognises(Path folder) {
      return IdxDataset.isIn(folder);
    }

    @Override
    public Splits open(Path folder) {
      return IdxDataset.open(folder);
    }
  }

  /// The binary versions of CIFAR-10 and CIFAR-100.
  record CifarFiles() implements Recogniser {
    @Override
    public String layout() {
      return "CIFAR, the binary version: data_batch_1.bin ... test_batch.bin, batches.meta.txt";
    }

    @Override
    public boolean recognises(Path folder) {
      return CifarDataset.isIn(folder);
    }

    @Override
    public Splits open(Path folder) {
      return CifarDataset.open(folder);
    }
  }

  /// A NumPy archive with samples and labels.
  record NpzArrays() implements Recogniser {
    @Override
    public String layout() {
      return "a NumPy archive (.npz) with train_images, train_labels, test_images, test_labels";
    }

    @Override
    public boolean recognises(Path folder) {
      return NpzDataset.isIn(folder);
    }

    @Override
    public boolean recognisesFile(Path file) {
      return NpzFile.named(file);
    }

    @Override
    public Splits open(Path path) {
      return NpzDataset.open(path);
    }
  }
}
