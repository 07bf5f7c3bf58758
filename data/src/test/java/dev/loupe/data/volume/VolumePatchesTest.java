package dev.loupe.data.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Card;
import dev.loupe.data.Splits;
import dev.loupe.data.io.TestData;
import dev.loupe.data.volume.VolumePatches.Axis;
import dev.loupe.data.volume.VolumePatches.Division;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Patches of the two halves of a volume, and maps that are written.
final class VolumePatchesTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void noVoxelIsInBothHalvesAndTheUpperIsCovered() {
    Affine affine = new Affine(new double[] {2, 0, 0, -9, 0, 2, 0, 5, 0, 0, 3, 1});
    Tensor map = Tensor.zeros(Shape.of(10, 17, 9));
    for (int i = 0; i < map.length(); i++) {
      map.set(i, i % 3 == 0 ? 1 : 0);
    }
    Path file = folder.resolve("map.nii");
    NiftiWriter.write(file, map, affine);
    Volume read = NiftiFile.open(file).read();
    assertThat(read.values().toArray()).isEqualTo(map.toArray());
    assertThat(read.affine()).isEqualTo(affine);

    VolumePair pair = VolumePair.open(List.of(file), List.of(file), 0.5f);
    Division how = new Division(Axis.Y, 0.5, 4, 20, 1);
    Card card = new Card("map", "", "", "", "sha256:0");
    Splits splits = VolumePatches.split(pair, List.of("ground", "third"), how, card);
    boolean[] met = new boolean[17];
    VolumePatches test = (VolumePatches) splits.test();
    int last = 0;
    for (int i = 0; i < test.size(); i++) {
      assertThat(test.start(i)[1]).isGreaterThanOrEqualTo(9);
      for (int k = 0; k < 4; k++) {
        met[test.start(i)[1] + k] = true;
      }
      last = Math.max(last, test.start(i)[0]);
    }
    assertThat(last).isEqualTo(6);
    assertThat(met).endsWith(true, true, true, true, true, true, true, true);
    VolumePatches train = (VolumePatches) splits.train();
    assertThat(train.size()).isEqualTo(20);
    Tensor sample = Tensor.zeros(train.shape());
    Tensor truth = Tensor.zeros(Shape.of(4, 4, 4));
    for (int i = 0; i < 20; i++) {
      assertThat(train.start(i)[1]).isBetween(0, 5);
      train.read(i, sample);
      train.readTarget(i, truth);
      assertThat(truth.toArray()).isEqualTo(sample.toArray());
    }
    assertThatThrownBy(
            () ->
                VolumePatches.split(
                    pair, List.of("a", "b"), new Division(Axis.Z, 0.3, 4, 1, 0), card))
        .hasMessageContaining("a part of the volume is smaller than a patch");
    assertThat(TestData.error(() -> VolumePatches.split(pair, List.of("a"), how, card)))
        .contains("each class needs a name");
  }
}
