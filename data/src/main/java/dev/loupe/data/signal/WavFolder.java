package dev.loupe.data.signal;

import dev.loupe.data.ArchiveFiles;
import dev.loupe.data.BrokenFile;
import dev.loupe.data.Card;
import dev.loupe.data.ClassFolders;
import dev.loupe.data.ClassShare;
import dev.loupe.data.GroupRule;
import dev.loupe.data.GroupSplit;
import dev.loupe.data.Progress;
import dev.loupe.data.Sha256;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/// WAV files as a dataset, brought to one rate and length.
///
/// They lie in a folder for each class, or their names say class, speaker and index, such as
/// `7_jackson_32.wav` of the Free Spoken Digit Dataset; these lie in the folder itself, in a folder
/// `recordings` in it, or in the only `.tar.gz` archive that the folder has, which is then read
/// into memory.
///
/// Rate and length are chosen where the options don't say: the rate that most files have; the
/// length that all have, else one second. What is too long is cut on both sides, what is too short
/// has zeros on both sides. Values are in -1 to 1.
public final class WavFolder implements SignalDataset {
  /// Recordings with a smaller index are the test of the Free Spoken Digit Dataset.
  private static final int OFFICIAL_TEST = 5;

  /// Folders of classes lie in the folder, or in `train` in it; more depth is in a class.
  private static final int DEPTH = 3;

  private final List<Recording> recordings;
  private final List<String> classes;
  private final int[] labels;
  private final WavFit fit;
  private final Shape shape;
  private final Card card;
  private final AtomicReferenceArray<float[]> kept;

  private WavFolder(
      Path folder,
      String part,
      List<Recording> recordings,
      List<String> classes,
      WavFit fit,
      long cacheBytes) {
    this.recordings = List.copyOf(recordings);
    this.classes = List.copyOf(classes);
    this.labels =
        recordings.stream().mapToInt(r -> Collections.binarySearch(classes, r.label())).toArray();
    this.fit = fit;
    this.shape = Shape.of(fit.length(), fit.channels());
    long room = cacheBytes / (4L * shape.length());
    this.kept = new AtomicReferenceArray<>((int) Math.min(room, recordings.size()));
    Path absolute = folder.toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    this.card =
        new Card(
            name == null ? "recordings" : name.toString(),
            "%d recordings in %d classes at %d Hz, %s"
                .formatted(recordings.size(), classes.size(), fit.rate(), part),
            absolute.toString(),
            "unknown",
            hash(recordings));
  }

  /// Whether the folder has such files, by names alone.
  public static boolean isIn(Path folder) {
    return place(folder).isPresent() || inClasses(folder);
  }

  private static boolean inClasses(Path folder) {
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      return files.anyMatch(
          f -> !folder.equals(f.getParent()) && RecordingScan.KIND.named().test(f));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /// The folder or archive with files whose names say class, speaker and index.
  private static Optional<Path> place(Path folder) {
    for (Path place : List.of(folder, folder.resolve("recordings"))) {
      List<Path> wavs = Files.isDirectory(place) ? RecordingScan.wavs(place) : List.of();
      if (!wavs.isEmpty()
          && wavs.stream()
              .map(f -> RecordingName.of(String.valueOf(f.getFileName())))
              .allMatch(Optional::isPresent)) {
        return Optional.of(place);
      }
    }
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> archives = children.filter(ArchiveFiles::named).limit(2).toList();
      return archives.size() == 1
          ? archives.stream()
              .filter(a -> ArchiveFiles.first(a).flatMap(RecordingName::of).isPresent())
              .findFirst()
          : Optional.empty();
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be read (" + e + ")").causedBy(e);
    }
  }

  /// Opens a folder to learn from and be judged by.
  ///
  /// Class folders: those in `train` and `test` (or `val`, `valid`, `validation`) where there are
  /// such, else a part of each class is kept for the test. Names with speakers: the official test
  /// of the Free Spoken Digit Dataset, indices 0 to 4, which has every speaker on both sides;
  /// another rule keeps whole speakers for the test.
  ///
  /// @throws LoupeException if there are no recordings of at least two classes, if the rule does
  ///   not fit, or, if the options are strict, if a file is broken
  public static WavFolderSplits open(Path folder, SignalOptions options, Progress progress) {
    Optional<Path> place = place(folder);
    return place.isPresent()
        ? named(folder, place.get(), options, progress)
        : classFolders(folder, options, progress);
  }

  private static WavFolderSplits classFolders(
      Path folder, SignalOptions options, Progress progress) {
    ClassFolders tree = ClassFolders.split(folder, RecordingScan.KIND);
    List<ClassFolders.Entry> all =
        Stream.concat(tree.train().stream(), tree.test().stream()).toList();
    if (!(options.rule() instanceof GroupRule.Usual)) {
      throw LoupeException.of(folder + ": the recordings can't be divided by whom they come from")
          .expected("names that say class, speaker and index, such as 7_jackson_32.wav");
    }
    RecordingScan scan = sound(folder, RecordingScan.of(all, progress), options);
    boolean[] forTest;
    if (tree.test().isEmpty()) {
      forTest = byClass(scan.recordings(), options);
    } else {
      Set<String> learned = new HashSet<>();
      tree.train().forEach(e -> learned.add(e.path().toString()));
      forTest = new boolean[scan.recordings().size()];
      for (int i = 0; i < forTest.length; i++) {
        forTest[i] = !learned.contains(scan.recordings().get(i).file().name());
      }
    }
    return divide(folder, scan, forTest, "to learn from", "to be judged by", options);
  }

  private static WavFolderSplits named(
      Path folder, Path place, SignalOptions options, Progress progress) {
    RecordingScan found =
        Files.isDirectory(place)
            ? RecordingScan.named(place, progress)
            : RecordingScan.archive(place);
    RecordingScan scan = sound(folder, found, options);
    List<Recording> all = scan.recordings();
    if (options.rule() instanceof GroupRule.Usual) {
      boolean[] official = new boolean[all.size()];
      int count = 0;
      for (int i = 0; i < official.length; i++) {
        official[i] = all.get(i).index() < OFFICIAL_TEST;
        count += official[i] ? 1 : 0;
      }
      if (count == 0 || count == all.size()) {
        return divide(
            folder, scan, byClass(all, options), "to learn from", "to be judged by", options);
      }
      return divide(folder, scan, official, "indices 5 and up", "indices 0 to 4", options);
    }
    NavigableMap<String, Integer> sizes = new TreeMap<>();
    all.forEach(r -> sizes.merge(r.group(), 1, Integer::sum));
    Set<String> chosen = chosen(folder, sizes, options);
    boolean[] forTest = new boolean[all.size()];
    for (int i = 0; i < forTest.length; i++) {
      forTest[i] = chosen.contains(all.get(i).group());
    }
    String who = String.join(", ", chosen);
    return divide(folder, scan, forTest, "all but " + who, "of " + who, options);
  }

  private static Set<String> chosen(
      Path folder, NavigableMap<String, Integer> sizes, SignalOptions options) {
    try {
      return GroupSplit.choose(sizes, options.rule());
    } catch (LoupeException e) {
      throw e.at(folder.toString());
    }
  }

  private static boolean[] byClass(List<Recording> recordings, SignalOptions options) {
    List<String> labels = recordings.stream().map(Recording::label).toList();
    return ClassShare.choose(labels, options.testFraction(), options.seed());
  }

  private static RecordingScan sound(Path folder, RecordingScan scan, SignalOptions options) {
    if (!scan.broken().isEmpty() && (options.strict() || scan.recordings().isEmpty())) {
      BrokenFile first = scan.broken().getFirst();
      int count = scan.broken().size();
      throw LoupeException.of(
              folder
                  + (count == 1 ? ": 1 recording is" : ": " + count + " recordings are")
                  + " broken")
          .expected("recordings that can be read")
          .got(first.reason())
          .fix("remove or replace " + (count == 1 ? "it" : "them"));
    }
    return scan;
  }

  private static WavFolderSplits divide(
      Path folder,
      RecordingScan scan,
      boolean[] forTest,
      String trainPart,
      String testPart,
      SignalOptions options) {
    List<Recording> train = new ArrayList<>();
    List<Recording> test = new ArrayList<>();
    for (int i = 0; i < forTest.length; i++) {
      (forTest[i] ? test : train).add(scan.recordings().get(i));
    }
    List<String> classes = train.stream().map(Recording::label).distinct().sorted().toList();
    if (classes.size() < 2) {
      throw LoupeException.of(folder + ": there are too few classes to tell apart")
          .expected("recordings of at least 2 classes to learn from")
          .got(classes.isEmpty() ? "none" : "1: '" + classes.getFirst() + "'");
    }
    for (Recording one : test) {
      if (Collections.binarySearch(classes, one.label()) < 0) {
        throw LoupeException.of(folder + ": the test has a class that can't be learned")
            .expected("one of the " + classes.size() + " classes with recordings to learn from")
            .got("'" + one.label() + "'");
      }
    }
    if (test.isEmpty()) {
      throw LoupeException.of(folder + ": there are too few recordings to keep some for the test")
          .expected("a class with at least 2")
          .got(train.size() + " recordings in " + classes.size() + " classes");
    }
    WavFit fit = WavFit.of(scan.recordings(), options);
    return new WavFolderSplits(
        new WavFolder(folder, trainPart, train, classes, fit, options.cacheBytes()),
        new WavFolder(folder, testPart, test, classes, fit, options.cacheBytes()),
        scan.broken());
  }

  /// SHA-256 over the name and SHA-256 of each file.
  private static String hash(List<Recording> recordings) {
    MessageDigest digest = Sha256.digest("SHA-256");
    for (Recording one : recordings) {
      digest.update((one.name() + "\0" + one.hash() + "\0").getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.text(digest);
  }

  @Override
  public int size() {
    return labels.length;
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
  public String group(int index) {
    return recordings.get(index).group();
  }

  @Override
  public double rate() {
    return fit.rate();
  }

  @Override
  public long length(int index) {
    return recordings.get(index).file().frames();
  }

  @Override
  public Card card() {
    return card;
  }

  /// The name of a sample's file, from the folder.
  public String name(int index) {
    return recordings.get(index).name();
  }

  @Override
  public void read(int index, Tensor into) {
    float[] values = index < kept.length() ? kept.get(index) : null;
    if (values == null) {
      values = new float[shape.length()];
      fit.read(recordings.get(index).file(), values, 0);
      if (index < kept.length()) {
        kept.set(index, values);
      }
    }
    System.arraycopy(values, 0, into.data(), into.offset(), values.length);
  }
}
