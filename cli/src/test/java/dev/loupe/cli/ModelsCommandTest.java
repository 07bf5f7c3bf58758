package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.models.Models;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `loupe models`: parameters are those that torchvision's documentation states.
final class ModelsCommandTest {
  @TempDir private Path folder = Path.of("");

  private JsonNode json(String... arguments) {
    Shell shell = Shell.run(folder, arguments);
    assertThat(shell.err()).isEmpty();
    assertThat(shell.code()).isZero();
    return JsonMapper.builder().build().readTree(shell.out()).get("models");
  }

  @Test
  void allModelsAreListed() {
    JsonNode models = json("models", "--json");
    assertThat(models).hasSize(Models.names().size());
    for (int i = 0; i < models.size(); i++) {
      assertThat(models.get(i).get("name").asString()).isEqualTo(Models.names().get(i));
      assertThat(models.get(i).get("flops").asLong()).isPositive();
    }
    Shell table = Shell.run(folder, "models");
    assertThat(table.out().lines()).hasSize(2 + models.size());
    assertThat(table.out()).contains("resnet50 ").contains("224x224x3  25,557,032  8.22 G  He");
  }

  @Test
  void figuresAreForOneUsualInput() {
    JsonNode vgg = json("models", "vgg16", "--json").get(0);
    assertThat(vgg.get("parameters").asLong()).isEqualTo(138_357_544L);
    assertThat(vgg.get("input").toString()).isEqualTo("[224,224,3]");
    assertThat(vgg.get("classes").asInt()).isEqualTo(1000);
    assertThat(vgg.get("settings").get("hidden").asString()).isEqualTo("4096");
    // 15.47 thousand million multiply-adds are 30.9 thousand million operations, and biases.
    assertThat(vgg.get("flops").asLong()).isBetween(30_940_000_000L, 31_000_000_000L);
  }

  @Test
  void modelsByNameShowWhatCanBeChosen() {
    Shell shell = Shell.run(folder, "models", "lenet5", "resnet9:width=32");
    assertThat(shell.code()).isZero();
    assertThat(shell.out()).contains("61,706", "1,646,112", "  width=32  channels of the first");
    Shell unknown = Shell.run(folder, "models", "resnext");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("unknown model 'resnext'");
    assertThat(Shell.run(folder, "models", "--help").out()).contains("List the models");
  }
}
