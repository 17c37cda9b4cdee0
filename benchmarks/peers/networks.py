"""The models of test/Models/Inputs as PyTorch modules with made-up weights, of torchvision and transformers."""

import torch

# A torchvision that is built for another torch has no operators. Classifiers need none.
for operator in ("nms", "qnms"):
    torch.library.define(f"torchvision::{operator}", "(Tensor a, Tensor b, float c) -> Tensor")


class Logits(torch.nn.Module):
    """A model of transformers that takes and gives tensors alone."""

    def __init__(self, model, output):
        super().__init__()
        self.model, self.output = model, output

    def forward(self, *inputs):
        return self.model(*inputs, use_cache=False)[self.output]


def image_model(name):
    import torchvision

    return getattr(torchvision.models, name)(weights=None), (torch.randn(1, 3, 224, 224),)


def bert():
    from transformers import BertConfig, BertModel

    return Masked(BertModel(BertConfig(attn_implementation="eager"))), (torch.randint(0, 30522, (1, 128)), torch.ones(1, 128, dtype=torch.int64))


class Masked(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids, mask):
        return self.model(ids, attention_mask=mask).last_hidden_state


def gpt2():
    from transformers import GPT2Config, GPT2LMHeadModel

    return Logits(GPT2LMHeadModel(GPT2Config(attn_implementation="eager")), "logits"), (torch.randint(0, 50257, (1, 128)),)


class Decode(torch.nn.Module):
    """One token more, behind those whose keys and values are given: (layer, key or value, batch, head, token, width)."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids, past):
        from transformers import DynamicCache

        cache = DynamicCache()
        for number in range(len(past)):
            cache.update(past[number, 0], past[number, 1], number)
        length = past.shape[-2]
        logits = self.model(ids, past_key_values=cache, use_cache=True, position_ids=torch.full((1, 1), length)).logits
        return logits, torch.stack([torch.stack([each.keys[..., length:, :], each.values[..., length:, :]]) for each in cache.layers])


def gpt2_decode():
    from transformers import GPT2Config, GPT2LMHeadModel

    return (Decode(GPT2LMHeadModel(GPT2Config(attn_implementation="eager"))),
            (torch.randint(0, 50257, (1, 1)), torch.randn(12, 2, 1, 12, 127, 64)))


def llama():
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(hidden_size=2048, intermediate_size=8192, num_hidden_layers=4, num_attention_heads=32,
                         num_key_value_heads=8, vocab_size=32000, attn_implementation="eager")
    return Logits(LlamaForCausalLM(config), "logits"), (torch.randint(0, 32000, (1, 128)),)


MODELS = {
    "resnet18": lambda: image_model("resnet18"),
    "resnet50": lambda: image_model("resnet50"),
    "mobilenet_v2": lambda: image_model("mobilenet_v2"),
    "convnext_tiny": lambda: image_model("convnext_tiny"),
    "bert_base": bert,
    "gpt2": gpt2,
    "gpt2_decode": gpt2_decode,
    "vit_b_16": lambda: image_model("vit_b_16"),
    "llama_1b_4l": llama,
}


def make(name):
    """The module, whose weights are the same each time, and what it takes."""
    torch.manual_seed(0)
    module, inputs = MODELS[name]()
    normalizations = [each for each in module.modules() if isinstance(each, torch.nn.BatchNorm2d)]
    with torch.no_grad():
        # Statistics of real activations. Without them the numbers of a deep network vanish, and denormal ones are slow.
        for each in normalizations:
            each.momentum = None
        if normalizations:
            module.train()(torch.randn(4, *inputs[0].shape[1:]))
        for value in module.parameters():
            if not value.any():  # a head of zeros would hide what is before it
                torch.nn.init.normal_(value, std=0.02)
    return module.eval(), inputs
