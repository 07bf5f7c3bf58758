package dev.loupe.data.volume;

import dev.loupe.data.Card;
import dev.loupe.data.Recogniser;
import dev.loupe.data.Sha256;
import dev.loupe.data.Splits;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Recognises one body's images and maps: a file with maps named beside it, or a folder with NIfTI
/// files in folders `images` (the channels) and `maps` (a class each).
///
/// A map counts where it is at least half its greatest value.
///
/// @param maps the files of the maps; none to look for folders
/// @param how it is divided into what is learned from and what is judged by
public record VolumeMaps(List<Path> maps, VolumePatches.Division how) implements Recogniser {
  /// Copies the list.
  public VolumeMaps {
    maps = List.copyOf(maps);
  }

  @Override
  public String layout() {
    return "folders images and maps with NIfTI files on one grid: a class for each map";
  }

  @Override
  public boolean recognises(Path folder) {
    return maps.isEmpty()
        && Files.isDirectory(folder.resolve("images"))
        && Files.isDirectory(folder.resolve("maps"));
  }

  @Override
  public boolean recognisesFile(Path file) {
    return !maps.isEmpty() && NiftiFile.named(file);
  }

  @Override
  public Splits open(Path path) {
    return maps.isEmpty()
        ? open(path, files(path.resolve("images")), files(path.resolve("maps")))
        : open(path, List.of(path), maps);
  }

  private Splits open(Path path, List<Path> images, List<Path> all) {
    if (all.isEmpty()) {
      throw LoupeException.of(path + ": there are no maps").expected("NIfTI files in maps");
    }
    float greatest = 0;
    Tensor first = NiftiFile.open(all.getFirst()).read().values();
    for (int i = 0; i < first.length(); i++) {
      greatest = Math.max(greatest, first.get(i));
    }
    VolumePair pair = VolumePair.open(images, all, greatest / 2);
    List<String> names = new ArrayList<>(List.of("ground"));
    all.forEach(m -> names.add(stem(m)));
    List<Path> both = new ArrayList<>(images);
    both.addAll(all);
    Card card =
        new Card(
            stem(path),
            "a volume with maps, divided along %s".formatted(how.axis()),
            path.toAbsolutePath().normalize().toString(),
            "unknown",
            hash(both));
    return VolumePatches.split(pair, names, how, card);
  }

  private static String stem(Path path) {
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    return name.replaceFirst("(\\.nii)?(\\.gz)?$", "");
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(NiftiFile::named).sorted().toList();
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be read (" + e + ")").causedBy(e);
    }
  }

  private static String hash(List<Path> files) {
    byte[][] parts = new byte[files.size()][];
    for (int i = 0; i < parts.length; i++) {
      try {
        parts[i] = Files.readAllBytes(files.get(i));
      } catch (IOException e) {
        throw LoupeException.of(files.get(i) + ": the file can't be read (" + e + ")").causedBy(e);
      }
    }
    return Sha256.of(parts);
  }
}
