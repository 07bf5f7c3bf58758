package dev.loupe.data.signal;

import dev.loupe.data.ArchiveFiles;
import dev.loupe.data.BrokenFile;
import dev.loupe.data.ClassFolders;
import dev.loupe.data.Progress;
import dev.loupe.data.Sha256;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What looking at every WAV file of a folder or archive once has found.
///
/// @param recordings the sound ones, by name
/// @param broken the others
record RecordingScan(List<Recording> recordings, List<BrokenFile> broken) {
  private static final long ARCHIVE_LIMIT = 1L << 29;
  private static final String TASK = "looking at the recordings";

  static final ClassFolders.Kind KIND =
      new ClassFolders.Kind(
          "recording", "yes/1.wav", f -> RecordingName.isWav(String.valueOf(f.getFileName())));

  private record Outcome(@Nullable Recording recording, @Nullable BrokenFile broken) {}

  /// Looks at files in class folders.
  static RecordingScan of(List<ClassFolders.Entry> entries, Progress progress) {
    AtomicInteger done = new AtomicInteger();
    return gather(
        entries.parallelStream()
            .map(
                e -> {
                  Outcome outcome = look(e.path(), e.name(), e.label(), "", -1);
                  progress.at(TASK, done.incrementAndGet(), entries.size());
                  return outcome;
                }));
  }

  /// Looks at files whose names say class, speaker and index.
  static RecordingScan named(Path folder, Progress progress) {
    List<Path> files = wavs(folder);
    AtomicInteger done = new AtomicInteger();
    return gather(
        files.parallelStream()
            .map(
                file -> {
                  String name = String.valueOf(file.getFileName());
                  RecordingName says = RecordingName.of(name).orElseThrow();
                  Outcome outcome = look(file, name, says.label(), says.group(), says.index());
                  progress.at(TASK, done.incrementAndGet(), files.size());
                  return outcome;
                }));
  }

  /// The same for files in an archive, which are kept in memory.
  static RecordingScan archive(Path archive) {
    return gather(
        ArchiveFiles.read(archive, n -> RecordingName.of(n).isPresent(), ARCHIVE_LIMIT)
            .entrySet()
            .stream()
            .map(
                e -> {
                  RecordingName says = RecordingName.of(e.getKey()).orElseThrow();
                  Path path = archive.resolve(e.getKey());
                  String name = String.valueOf(path.getFileName());
                  try {
                    WavFile file = sound(WavFile.of(e.getValue(), path.toString()));
                    String hash = Sha256.of(e.getValue());
                    return new Outcome(
                        new Recording(name, file, says.label(), says.group(), says.index(), hash),
                        null);
                  } catch (LoupeException error) {
                    return new Outcome(null, BrokenFile.of(path, error));
                  }
                }));
  }

  /// The WAV files of a folder, by name.
  static List<Path> wavs(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(KIND.named()).filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be read (" + e + ")").causedBy(e);
    }
  }

  private static RecordingScan gather(Stream<Outcome> outcomes) {
    List<Recording> recordings = new ArrayList<>();
    List<BrokenFile> broken = new ArrayList<>();
    for (Outcome outcome : outcomes.toList()) {
      if (outcome.recording != null) {
        recordings.add(outcome.recording);
      }
      if (outcome.broken != null) {
        broken.add(outcome.broken);
      }
    }
    return new RecordingScan(List.copyOf(recordings), List.copyOf(broken));
  }

  private static Outcome look(Path path, String name, String label, String group, int index) {
    try {
      WavFile file = sound(WavFile.open(path));
      return new Outcome(new Recording(name, file, label, group, index, FileHash.of(path)), null);
    } catch (LoupeException e) {
      return new Outcome(null, BrokenFile.of(path, e));
    }
  }

  private static WavFile sound(WavFile file) {
    if (file.frames() == 0) {
      throw LoupeException.of(file.name() + ": the recording is empty")
          .expected("a sample or more");
    }
    return file;
  }
}
