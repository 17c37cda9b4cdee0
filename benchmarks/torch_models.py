"""Models of test/Models/Inputs as PyTorch modules with random weights, to be timed: the same shapes, and as many
multiply-accumulates (benchmarks/time.py checks that)."""

import torch
from torch import nn
from torch.nn import functional


def convolution(inputs, outputs, kernel, stride=1, groups=1, activation=None):
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, *([activation] if activation else []))


class Residual(nn.Module):
    """A block of a ResNet: two convolutions, or three with a bottleneck."""

    def __init__(self, inputs, width, stride, bottleneck):
        super().__init__()
        outputs = 4 * width if bottleneck else width
        if bottleneck:
            self.body = nn.Sequential(convolution(inputs, width, 1, activation=nn.ReLU()),
                                      convolution(width, width, 3, stride, activation=nn.ReLU()),
                                      convolution(width, outputs, 1))
        else:
            self.body = nn.Sequential(convolution(inputs, width, 3, stride, activation=nn.ReLU()),
                                      convolution(width, width, 3))
        self.shortcut = convolution(inputs, outputs, 1, stride) if stride != 1 or inputs != outputs else nn.Identity()

    def forward(self, x):
        return functional.relu(self.body(x) + self.shortcut(x))


def resnet(depths, bottleneck):
    layers, inputs = [convolution(3, 64, 7, 2, activation=nn.ReLU()), nn.MaxPool2d(3, 2, 1)], 64
    for stage, depth in enumerate(depths):
        for block in range(depth):
            width = 64 << stage
            layers.append(Residual(inputs, width, 2 if stage and not block else 1, bottleneck))
            inputs = 4 * width if bottleneck else width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 1000))


class Inverted(nn.Module):
    """A block of MobileNetV2."""

    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        layers = [convolution(inputs, hidden, 1, activation=nn.ReLU6())] if expansion != 1 else []
        self.body = nn.Sequential(*layers, convolution(hidden, hidden, 3, stride, hidden, nn.ReLU6()),
                                  convolution(hidden, outputs, 1))
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.body(x) if self.adds else self.body(x)


def mobilenet_v2():
    layers, inputs = [convolution(3, 32, 3, 2, activation=nn.ReLU6())], 32
    for expansion, outputs, repeats, stride in [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
                                                (6, 160, 3, 2), (6, 320, 1, 1)]:
        for repeat in range(repeats):
            layers.append(Inverted(inputs, outputs, 1 if repeat else stride, expansion))
            inputs = outputs
    layers += [convolution(320, 1280, 1, activation=nn.ReLU6()), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return nn.Sequential(*layers, nn.Linear(1280, 1000))


def alexnet():
    layers = []
    for inputs, outputs, kernel, stride, padding, pools in [(3, 64, 11, 4, 2, True), (64, 192, 5, 1, 2, True),
                                                            (192, 384, 3, 1, 1, False), (384, 256, 3, 1, 1, False),
                                                            (256, 256, 3, 1, 1, True)]:
        layers += [nn.Conv2d(inputs, outputs, kernel, stride, padding), nn.ReLU()] + ([nn.MaxPool2d(3, 2)] if pools else [])
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(9216, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(),
                         nn.Linear(4096, 1000))


class BertLayer(nn.Module):
    def __init__(self, width=768, heads=12):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.attention_norm, self.output_norm = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x):
        batch, length, width = x.shape

        def split(y):
            return y.view(batch, length, self.heads, -1).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(split(self.query(x)), split(self.key(x)), split(self.value(x)))
        x = self.attention_norm(x + self.output(mixed.transpose(1, 2).reshape(batch, length, width)))
        return self.output_norm(x + self.down(functional.gelu(self.up(x))))


class Bert(nn.Module):
    def __init__(self, width=768):
        super().__init__()
        self.words, self.positions = nn.Embedding(30522, width), nn.Embedding(512, width)
        self.norm = nn.LayerNorm(width)
        self.layers = nn.Sequential(*(BertLayer(width) for _ in range(12)))

    def forward(self, ids):
        return self.layers(self.norm(self.words(ids) + self.positions(torch.arange(ids.shape[1]))))


def image():
    return torch.randn(1, 3, 224, 224)


def tokens():
    return torch.randint(0, 30522, (1, 128))


# The name of the file, without ".linalg.mlir", the module, and what it takes.
MODELS = {
    "alexnet": (alexnet, image),
    "resnet18": (lambda: resnet([2, 2, 2, 2], bottleneck=False), image),
    "resnet50": (lambda: resnet([3, 4, 6, 3], bottleneck=True), image),
    "mobilenet_v2": (mobilenet_v2, image),
    "bert_base": (Bert, tokens),
}
