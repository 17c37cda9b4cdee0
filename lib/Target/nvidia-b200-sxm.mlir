// NVIDIA B200 ("Blackwell"), one of the eight of an HGX B200. Rates are dense.
#brief = "NVIDIA Blackwell Architecture Technical Brief, 2024, HGX B200: an eighth, half of what is stated with sparsity"
#range = "NVIDIA HGX B200 datasheet, 2025, and Blackwell Architecture Technical Brief, 2024: the two differ"
#chips = "Chips and Cheese, Nvidia's B200: Keeping the CUDA Juggernaut Rolling, 2025, https://chipsandcheese.com/p/nvidias-b200-keeping-the-cuda-juggernaut"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "nvidia-b200-sxm" = #dlti.target_device_spec<
      "description" = "NVIDIA B200, 148 SMs, 180 GB HBM3e",
      "kind" = "gpu",
      "cores" = #dlti.map<"count" = 148, "source" = #chips>,
      "power" = #dlti.map<"watts" = 1000, "source" = #brief>,
      "rates" = #dlti.map<
        "vector" = #dlti.map<
          f64 = #dlti.map<"ops_per_second" = [37.0e12, 40.0e12], "source" = #range>,
          f32 = #dlti.map<"ops_per_second" = [75.0e12, 80.0e12], "source" = #range>>,
        "matrix" = #dlti.map<
          f64 = #dlti.map<"ops_per_second" = [37.0e12, 40.0e12], "source" = #range>,
          (tf32) -> f32 = #dlti.map<"ops_per_second" = 1.1e15, "source" = #brief>,
          (f16) -> f32 = #dlti.map<"ops_per_second" = 2.25e15, "source" = #brief>,
          (bf16) -> f32 = #dlti.map<"ops_per_second" = 2.25e15, "source" = #brief>,
          (f8E4M3FN) -> f32 = #dlti.map<"ops_per_second" = 4.5e15, "source" = #brief>,
          (f8E5M2) -> f32 = #dlti.map<"ops_per_second" = 4.5e15, "source" = #brief>,
          (f6E2M3FN) -> f32 = #dlti.map<"ops_per_second" = 4.5e15, "source" = #brief>,
          (f6E3M2FN) -> f32 = #dlti.map<"ops_per_second" = 4.5e15, "source" = #brief>,
          (f4E2M1FN) -> f32 = #dlti.map<"ops_per_second" = 9.0e15, "source" = #brief>,
          (i8) -> i32 = #dlti.map<"ops_per_second" = 4.5e15, "source" = #brief>>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 262144, "line" = 128, "cores" = 1, "source" = #chips>,
        "L2" = #dlti.map<"bytes" = 132120576, "line" = 128, "cores" = 148, "source" = #chips>,
        "HBM" = #dlti.map<"bytes" = 180000000000, "cores" = 148, "source" = "NVIDIA HGX B200 datasheet, 2025: 1.4 TB in eight",
          "bandwidth" = #dlti.map<"bytes_per_second" = [7.7e12, 8.0e12], "source" = #range>>>,
      "links" = #dlti.map<
        "nvlink" = #dlti.map<"bytes_per_second" = 900.0e9, "source" = "NVIDIA HGX B200 datasheet: 1.8 TB/s of NVLink 5 in both directions">,
        "pcie" = #dlti.map<"bytes_per_second" = 63.0e9, "source" = "PCI Express 5.0, 16 lanes of 32 GT/s, 128b/130b encoding">>>>
} {}
