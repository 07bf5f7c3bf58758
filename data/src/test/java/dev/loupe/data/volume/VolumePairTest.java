package dev.loupe.data.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Transform;
import dev.loupe.data.augment.Augmentations;
import dev.loupe.data.io.TestData;
import dev.loupe.tensor.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images and maps on one grid.
final class VolumePairTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void patchesOfTheBrainAreThoseOfNibabel() throws IOException {
    Path data = TestData.shared("nifti");
    String name = "mni_icbm152_%s_tal_nlin_sym_09a_converted.nii.gz";
    Path t1 = data.resolve(name.formatted("t1"));
    Path grey = data.resolve(name.formatted("gm"));
    Path white = data.resolve(name.formatted("wm"));
    VolumePair pair = VolumePair.open(List.of(t1), List.of(grey, white), 100);
    assertThat(pair.shape()).hasToString("189x233x197x1");
    assertThat(pair.classes()).isEqualTo(3);
    for (String[] row : TestData.rows(VolumePairTest.class, "pair.csv")) {
      int[] n = Arrays.stream(row).limit(4).mapToInt(Integer::parseInt).toArray();
      VolumePair.Patch patch = pair.read(n[0], n[1], n[2], n[3]);
      assertThat(TestData.crc(patch.image().data())).isEqualTo(row[4]);
      assertThat(TestData.crc(patch.labels().data())).isEqualTo(row[5]);
      assertThat(pair.label(n[0], n[1], n[2])).isEqualTo((int) patch.labels().get(0));
      String counts = Arrays.toString(pair.counts());
      assertThat(counts).isEqualTo("[%s, %s, %s]".formatted(row[6], row[7], row[8]));
    }
    VolumePair.Patch patch = pair.read(60, 100, 80, 16);
    List<Transform> mirrors = Augmentations.parse("flip:2,rot90", patch.image().shape());
    VolumePair.Patch varied = patch.vary(mirrors, Seed.of(2));
    assertThat(varied.labels().shape()).isEqualTo(patch.labels().shape());
    assertThat(varied.labels()).isNotEqualTo(patch.labels());
    // Only moved: what an image's values and classes are together stays.
    assertThat(pairs(varied)).isEqualTo(pairs(patch));
    assertThatThrownBy(() -> pair.read(0, 0, 190, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not in 197 voxels");
  }

  private static List<String> pairs(VolumePair.Patch patch) {
    return IntStream.range(0, patch.labels().length())
        .mapToObj(i -> patch.image().get(i) + " " + patch.labels().get(i))
        .sorted()
        .toList();
  }

  @Test
  void severalImagesAreChannels() throws IOException {
    TestData.unpack(VolumePairTest.class, "made.zip", folder);
    Path first = folder.resolve("int16.nii");
    Path second = folder.resolve("int16big.nii");
    VolumePair pair = VolumePair.open(List.of(first, second), List.of(second), 0);
    Volume volume = NiftiFile.open(first).read().oriented("RAS");
    assertThat(pair.shape()).isEqualTo(volume.values().shape().with(3, 2));
    assertThat(pair.affine()).isEqualTo(volume.affine());
    for (int i = 0; i < volume.values().length(); i++) {
      assertThat(pair.images().get(2 * i)).isEqualTo(volume.values().get(i));
      assertThat(pair.images().get(2 * i + 1)).isEqualTo(volume.values().get(i));
    }
    assertThat(pair.label(0, 0, 0)).isEqualTo(volume.values().get(0) >= 0 ? 1 : 0);
  }

  @Test
  void otherGridsAreRefused() throws IOException {
    TestData.unpack(VolumePairTest.class, "made.zip", folder);
    Path image = folder.resolve("int16.nii");
    Path turned = folder.resolve("turned0.nii");
    Path times = folder.resolve("vectors.nii");
    assertThat(TestData.error(() -> VolumePair.open(List.of(image), List.of(turned), 1)))
        .startsWith(turned + ": the volume lies on another grid\n  expected: ")
        .contains(" as int16.nii\n  got: 2x3x4x1, [2.0, ");
    assertThat(TestData.error(() -> VolumePair.open(List.of(image), List.of(times), 1)))
        .isEqualTo(
            times
                + ": there is more than one value a voxel\n  expected: one volume\n"
                + "  got: 6 values a voxel in 4x3x2x6");
    assertThat(TestData.error(() -> VolumePair.open(List.of(), List.of(), 1)))
        .startsWith("a pair needs images and maps");
  }
}
