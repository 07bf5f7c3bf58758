package dev.loupe.data.volume;

import dev.loupe.data.Card;
import dev.loupe.data.ClassFolders;
import dev.loupe.data.ClassShare;
import dev.loupe.data.Dataset;
import dev.loupe.data.Progress;
import dev.loupe.data.Sha256;
import dev.loupe.data.Splits;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/// Volumes in a folder for each class: NIfTI files, DICOM files, folders of DICOM slices.
///
/// All must have one shape after they have been turned to one orientation, see [VolumeSample].
/// Opening reads every header; volumes are read when they are asked for, and kept as far as the
/// options allow.
public final class VolumeFolder implements Dataset {
  private static final ClassFolders.Kind KIND =
      new ClassFolders.Kind("volume", "healthy/1.nii.gz", VolumeSample::named);

  private final List<Sample> samples;
  private final List<String> classes;
  private final int[] labels;
  private final Shape shape;
  private final Card card;
  private final AtomicReferenceArray<float[]> kept;

  /// A volume.
  ///
  /// @param path its file, or the folder of its slices
  /// @param name from the folder of the dataset
  private record Sample(Path path, String name, String label) {}

  private VolumeFolder(
      Path folder,
      String part,
      List<Sample> samples,
      List<String> classes,
      Shape shape,
      String hash,
      VolumeFolderOptions options) {
    this.samples = List.copyOf(samples);
    this.classes = List.copyOf(classes);
    this.labels = samples.stream().mapToInt(s -> classes.indexOf(s.label())).toArray();
    this.shape = shape;
    long room = options.cacheBytes() / (4L * shape.length());
    this.kept = new AtomicReferenceArray<>((int) Math.min(room, samples.size()));
    Path absolute = folder.toAbsolutePath().normalize();
    this.card =
        new Card(
            absolute.getFileName() == null ? "volumes" : absolute.getFileName().toString(),
            "%d volumes in %d classes, %s; values as stored, times the files' scale"
                .formatted(samples.size(), classes.size(), part),
            absolute.toString(),
            "unknown",
            hash);
  }

  /// Whether there are such files in a folder, or in folders in it; by names alone.
  static boolean isIn(Path folder) {
    // Slices of a series lie in train, in a class, in a folder of their own.
    try (Stream<Path> files = Files.walk(folder, 4)) {
      return files.limit(10_000).anyMatch(VolumeSample::named);
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /// Opens a folder to learn from and be judged by.
  ///
  /// With folders `train` and `test` (or `val`, `valid`, `validation`) in it, these are taken;
  /// else a part of each class is kept for the test, by the seed.
  ///
  /// @throws LoupeException if the folder does not hold volumes of at least two classes, if one is
  ///     broken, or if one has another shape than the others: with its file
  public static Splits open(Path folder, VolumeFolderOptions options, Progress progress) {
    ClassFolders tree = ClassFolders.split(folder, KIND);
    List<Sample> train = new ArrayList<>(samples(tree.train()));
    List<Sample> test = new ArrayList<>(samples(tree.test()));
    if (test.isEmpty()) {
      List<Sample> all = List.copyOf(train);
      boolean[] forTest =
          ClassShare.choose(
              all.stream().map(Sample::label).toList(), options.testFraction(), options.seed());
      train.clear();
      for (int i = 0; i < all.size(); i++) {
        (forTest[i] ? test : train).add(all.get(i));
      }
    }
    TreeSet<String> names = new TreeSet<>();
    train.forEach(s -> names.add(s.label()));
    List<String> classes = List.copyOf(names);
    check(folder, train, test, classes);
    Shape shape = VolumeSample.shape(train.getFirst().path());
    Scan scan = new Scan(train.getFirst(), shape, train.size() + test.size(), progress);
    String trainHash = scan.look(train);
    String testHash = scan.look(test);
    return new Splits(
        new VolumeFolder(folder, "to learn from", train, classes, shape, trainHash, options),
        new VolumeFolder(folder, "to be judged by", test, classes, shape, testHash, options));
  }

  private static List<Sample> samples(List<ClassFolders.Entry> entries) {
    Map<Path, Sample> samples = new LinkedHashMap<>();
    for (ClassFolders.Entry entry : entries) {
      Path place = VolumeSample.place(entry);
      String name = place.equals(entry.path()) ? entry.name() : parent(entry.name());
      samples.putIfAbsent(place, new Sample(place, name, entry.label()));
    }
    return List.copyOf(samples.values());
  }

  private static String parent(String name) {
    return name.substring(0, name.lastIndexOf('/'));
  }

  private static void check(
      Path folder, List<Sample> train, List<Sample> test, List<String> classes) {
    if (classes.size() < 2) {
      throw LoupeException.of(folder + ": there are too few classes to tell apart")
          .expected("at least 2 folders with volumes to learn from")
          .got(classes.size() + ": " + classes)
          .fix("give the folder that holds the class folders");
    }
    for (Sample sample : test) {
      if (!classes.contains(sample.label())) {
        throw LoupeException.of(folder + ": the test has a class that can't be learned")
            .expected("one of " + String.join(", ", classes))
            .got("'" + sample.label() + "'");
      }
    }
    if (test.isEmpty()) {
      throw LoupeException.of(folder + ": there are too few volumes to keep some for the test")
          .expected("a class with at least 2 volumes")
          .got(train.size() + " volumes in " + classes.size() + " classes");
    }
  }

  /// Looks at each volume: header, shape, hash.
  private static final class Scan {
    private final Sample first;
    private final Shape shape;
    private final boolean inverted;
    private final int total;
    private final Progress progress;
    private int done;

    Scan(Sample first, Shape shape, int total, Progress progress) {
      this.first = first;
      this.shape = shape;
      this.inverted = VolumeSample.inverted(first.path());
      this.total = total;
      this.progress = progress;
    }

    /// The hash of some volumes: of the name, size and SHA-256 of each file.
    String look(List<Sample> samples) {
      MessageDigest digest = Sha256.digest("SHA-256");
      for (Sample sample : samples) {
        check(sample);
        digest.update(sample.name().getBytes(StandardCharsets.UTF_8));
        VolumeSample.files(sample.path()).forEach(file -> add(file, digest));
        progress.at("looking at the volumes", ++done, total);
      }
      return Sha256.text(digest);
    }

    private void check(Sample sample) {
      Shape own = VolumeSample.shape(sample.path());
      if (!own.equals(shape)) {
        throw LoupeException.of(sample.path() + ": the volume has another shape than the others")
            .expected(shape + " as " + first.name())
            .got(own.toString())
            .fix("bring all volumes to one grid first");
      }
      if (VolumeSample.inverted(sample.path()) != inverted) {
        throw LoupeException.of(sample.path() + ": values run the other way than in the others")
            .expected((inverted ? "MONOCHROME1" : "MONOCHROME2") + " as " + first.name())
            .got(inverted ? "MONOCHROME2" : "MONOCHROME1");
      }
    }

    private static void add(Path file, MessageDigest digest) {
      MessageDigest own = Sha256.digest("SHA-256");
      byte[] buffer = new byte[1 << 16];
      long size = 0;
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          own.update(buffer, 0, n);
          size += n;
        }
      } catch (IOException e) {
        throw LoupeException.of(file + ": the file can't be read (" + e.getMessage() + ")")
            .causedBy(e);
      }
      digest.update(("\0" + size + "\0").getBytes(StandardCharsets.UTF_8));
      digest.update(own.digest());
    }
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public Card card() {
    return card;
  }

  /// The file of a sample, or the folder of its slices.
  public Path file(int index) {
    return samples.get(index).path();
  }

  /// {@inheritDoc}
  ///
  /// @throws LoupeException if the file is gone or broken, or holds what is no number
  @Override
  public void read(int index, Tensor into) {
    float[] values = index < kept.length() ? kept.get(index) : null;
    if (values == null) {
      values = values(file(index));
      if (index < kept.length()) {
        kept.set(index, values);
      }
    }
    System.arraycopy(values, 0, into.data(), into.offset(), values.length);
  }

  private float[] values(Path path) {
    Tensor sample = VolumeSample.read(path);
    if (!sample.shape().equals(shape)) {
      throw LoupeException.of(path + ": the volume has changed since it was looked at")
          .expected(shape.toString())
          .got(sample.shape().toString());
    }
    for (int i = 0; i < sample.length(); i++) {
      if (!Float.isFinite(sample.get(i))) {
        throw LoupeException.of(path + ": a value of the volume is no number")
            .expected("finite numbers")
            .got(sample.get(i) + " at index " + i + " of " + shape);
      }
    }
    return sample.toArray();
  }
}
