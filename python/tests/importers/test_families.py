"""Models of every family, whose MACs are those of test/Models/Inputs/expected.csv.

The numbers there are of two counters that share no code, and of torchvision's published tables.
"""

import csv

import pytest

import fpo
from fpo.importers import import_model

pytestmark = pytest.mark.long


@pytest.fixture
def expected(root):
    """MACs of models by the names of their files, without suffixes."""
    with open(root / "test" / "Models" / "Inputs" / "expected.csv") as file:
        rows = list(csv.DictReader(file))
    return {row["file"].removesuffix(".mlir"): int(row["mac"]) for row in rows if row["mac"]}


@pytest.fixture
def torch():
    torch = pytest.importorskip("torch")
    pytest.importorskip("torch_mlir")
    return torch


def known(count):
    """A count, or what is known of it: arguments of maxima, for one, are not."""
    return count[0] if isinstance(count, tuple) else count


def counted(model, *inputs, **options):
    return known(fpo.analyze(model, *inputs, **options).totals.mac)


@pytest.mark.parametrize(
    "name",
    "alexnet resnet18 resnet50 resnext101_64x4d mobilenet_v2 convnext_tiny vit_b_16".split(),
)
def test_images(torch, torchvision, expected, name):
    with torch.device("meta"):
        model, x = (
            getattr(torchvision.models, name)(weights=None).eval(),
            torch.empty(1, 3, 224, 224),
        )
    assert counted(model, x) == expected[f"{name}.linalg"]


@pytest.mark.parametrize(
    ("kind", "options", "masked", "name"),
    [
        ("BertModel", {}, True, "bert_base"),
        ("GPT2LMHeadModel", {}, False, "gpt2"),
        (
            "LlamaForCausalLM",
            {
                "hidden_size": 2048,
                "intermediate_size": 8192,
                "num_hidden_layers": 4,
                "num_attention_heads": 32,
                "num_key_value_heads": 8,
                "vocab_size": 32000,
            },
            False,
            "llama_1b_4l",
        ),
    ],
)
def test_transformers(torch, expected, kind, options, masked, name):
    transformers = pytest.importorskip("transformers")
    family = kind.removesuffix("Model").removesuffix("LMHead").removesuffix("ForCausalLM")
    config = getattr(transformers, f"{family}Config")(**options)

    class First(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = getattr(transformers, kind)(config)

        def forward(self, ids, *mask):
            more = {} if masked else {"use_cache": False}
            return self.model(ids, *mask, **more)[0]

    with torch.device("meta"):
        ids = torch.ones(1, 128, dtype=torch.int64)
        model, inputs = First().eval(), (ids, torch.ones_like(ids)) if masked else (ids,)
    assert counted(model, *inputs) == expected[f"{name}.linalg"]


def test_lstm(torch, expected):
    with torch.device("meta"):
        model, x = torch.nn.LSTM(128, 256, 2, batch_first=True).eval(), torch.empty(1, 16, 128)
    assert counted(model, x) == expected["lstm.linalg"]


def test_open_sizes(torch, torchvision, expected):
    with torch.device("meta"):
        model, x = torchvision.models.resnet18().eval(), torch.empty(2, 3, 224, 224)
    dim = torch.export.Dim
    batch = import_model(model, x, dynamic_shapes=({0: dim("batch", min=2)},))
    symbol = f"arg{len(batch.parameters)}"
    assert counted(batch, bind={f"{symbol}.0": 4}) == expected["resnet18_b4.linalg"]
    sizes = {2: dim("height", min=64, max=512), 3: dim("width", min=64, max=512)}
    image = import_model(model, x[:1], dynamic_shapes=(sizes,))
    bound = {f"{symbol}.2": 160, f"{symbol}.3": 192}
    assert counted(image, bind=bound) == expected["resnet18_h160w192.linalg"]


def test_onnx(torch, torchvision, expected, tmp_path):
    pytest.importorskip("onnxscript")
    path = tmp_path / "resnet18.onnx"
    model = torchvision.models.resnet18().eval()
    torch.onnx.export(model, (torch.randn(1, 3, 224, 224),), path, verbose=False)
    assert counted(path) == expected["resnet18.onnx.linalg"]


def test_tflite(expected, tmp_path):
    tensorflow = pytest.importorskip("tensorflow")
    pytest.importorskip("tosa_converter_for_tflite")
    model = tensorflow.keras.applications.MobileNet(weights=None)
    signature = tensorflow.TensorSpec((1, 224, 224, 3), "float32")
    function = tensorflow.function(lambda x: model(x, training=False)).get_concrete_function(
        signature
    )
    converter = tensorflow.lite.TFLiteConverter.from_concrete_functions([function], model)
    path = tmp_path / "mobilenet.tflite"
    path.write_bytes(converter.convert())
    assert counted(path) == expected["keras_mobilenet_v1_f32.tflite.tosa"]


def test_jax(expected):
    jax = pytest.importorskip("jax")
    pytest.importorskip("iree.compiler")
    jnp = jax.numpy

    def shape(*sizes):
        return jax.ShapeDtypeStruct(sizes, "float32")

    def mlp(parameters, x):
        w, b, v = parameters
        return jax.nn.relu(x @ w + b) @ v

    parameters = [shape(784, 512), shape(512), shape(512, 10)]
    macs = counted(mlp, parameters, shape(32, 784), parameters=[0])
    assert macs == expected["jax_mlp.jax.linalg"]

    def rnn(parameters, xs):
        w, u = parameters

        def step(h, x):
            return jnp.tanh(h @ w + x @ u), None

        return jax.lax.scan(step, jnp.zeros((1, 64)), xs)[0]

    parameters = [shape(64, 64), shape(32, 64)]
    macs = counted(rnn, parameters, shape(20, 1, 32), parameters=[0])
    assert macs == expected["jax_rnn_scan.jax.linalg"]


def test_flax(expected):
    jax = pytest.importorskip("jax")
    pytest.importorskip("iree.compiler")
    linen = pytest.importorskip("flax.linen")

    class Network(linen.Module):
        @linen.compact
        def __call__(self, x):
            x = linen.avg_pool(linen.relu(linen.Conv(32, (3, 3))(x)), (2, 2), (2, 2))
            x = linen.relu(linen.Conv(64, (3, 3), strides=2)(x))
            x = x.reshape((x.shape[0], -1))
            return linen.Dense(10)(linen.relu(linen.Dense(256)(x)))

    network, x = Network(), jax.ShapeDtypeStruct((1, 28, 28, 1), "float32")
    state = jax.eval_shape(network.init, jax.random.key(0), x)
    macs = counted(network.apply, state, x, parameters=[0])
    assert macs == expected["flax_cnn.jax.linalg"]
