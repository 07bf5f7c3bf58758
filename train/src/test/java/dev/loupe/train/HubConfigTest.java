package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.image.Filter;
import dev.loupe.data.image.ResizeMode;
import dev.loupe.data.image.Resized;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HubConfigTest {
  @TempDir Path folder;

  private HubConfig read(String config, String preprocessor) throws IOException {
    Files.writeString(folder.resolve(HubConfig.CONFIG), config);
    Files.writeString(folder.resolve(HubConfig.PREPROCESSOR), preprocessor);
    return HubConfig.in(folder);
  }

  @Test
  void aFolderWithoutThemSaysNothing() {
    HubConfig none = HubConfig.in(folder);
    assertThat(none.architecture()).isEmpty();
    assertThat(none.size()).isEmpty();
    assertThat(none.mean()).isEmpty();
  }

  @Test
  void timmsFileIsUnderstood() throws IOException {
    HubConfig read =
        read(
            """
            {"architecture": "resnet18", "num_classes": 2, "num_features": 512,
             "label_names": ["cat", "dog"],
             "pretrained_cfg": {"input_size": [3, 224, 192], "interpolation": "bicubic",
               "crop_pct": 0.875, "crop_mode": "center", "mean": [0.5, 0.25, 0.125],
               "std": [1, 2, 4], "classifier": "fc"}}
            """,
            "{}");
    assertThat(read.architecture()).contains("resnet18");
    assertThat(read.classes()).contains(2);
    assertThat(read.labels()).containsExactly("cat", "dog");
    assertThat(read.size()).contains(new Resized(192, 224));
    assertThat(read.resized()).contains(new Resized(219, 256));
    assertThat(read.mode()).contains(ResizeMode.SHORT_SIDE);
    assertThat(read.filter()).contains(Filter.BICUBIC);
    assertThat(read.mean()).containsExactly(0.5f, 0.25f, 0.125f);
    assertThat(read.deviation()).containsExactly(1f, 2f, 4f);
  }

  @Test
  void huggingFacesFilesAreUnderstood() throws IOException {
    HubConfig read =
        read(
            "{\"id2label\": {\"0\": \"no\", \"1\": \"yes\"}}",
            """
            {"do_resize": true, "size": {"shortest_edge": 256}, "resample": 3,
             "do_center_crop": true, "crop_size": {"height": 224, "width": 224},
             "image_mean": [0.5], "image_std": [0.25]}
            """);
    assertThat(read.classes()).contains(2);
    assertThat(read.labels()).containsExactly("no", "yes");
    assertThat(read.size()).contains(new Resized(224, 224));
    assertThat(read.resized()).contains(new Resized(256, 256));
    assertThat(read.filter()).contains(Filter.BICUBIC);
    assertThat(read.mean()).containsExactly(0.5f);
  }

  @Test
  void brokenFilesAreNamed() {
    assertThatThrownBy(() -> read("{", "{}"))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith(folder.resolve(HubConfig.CONFIG) + ": this is not JSON");
    assertThatThrownBy(() -> read("{}", "{\"image_mean\": [\"x\"]}"))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith(folder.resolve(HubConfig.PREPROCESSOR) + ": a mean or deviation");
    assertThatThrownBy(() -> read("{\"input_size\": [3, 1e99, 2]}", "{}"))
        .isInstanceOf(LoupeException.class);
    assertThatThrownBy(() -> read("{}", "{\"size\": {\"width\": -1, \"height\": 2}}"))
        .isInstanceOf(LoupeException.class);
  }
}
