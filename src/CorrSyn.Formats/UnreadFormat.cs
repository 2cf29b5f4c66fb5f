namespace CorrSyn.Formats;

/// <summary>A format that is recognised, and refused: to read it means to run what it holds, or needs a library that
/// has been attacked that way. Each names the two lines of Python that convert it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Conversion">Python that saves the same arrays as npz.</param>
internal sealed record UnreadFormat(string Name, string Conversion)
{
    public static readonly UnreadFormat PyTorch = new(
        "a PyTorch file (pickle)",
        "import numpy, torch; state = torch.load('FILE', weights_only=True, map_location='cpu')\n"
        + "numpy.savez('weights.npz', **{name: value.float().numpy() for name, value in state.items()})");

    public static readonly UnreadFormat Pickle = new(
        "a Python pickle",
        "import numpy, pickle; arrays = pickle.load(open('FILE', 'rb'))  # only if you trust the file\n"
        + "numpy.savez('weights.npz', **arrays)");

    public static readonly UnreadFormat Keras = new(
        "a Keras or HDF5 file",
        "import keras, numpy; model = keras.saving.load_model('FILE', compile=False)\n"
        + "numpy.savez('weights.npz', **{weight.path: weight.numpy() for weight in model.weights})");

    public static readonly UnreadFormat Onnx = new(
        "an ONNX model",
        "import numpy, onnx; from onnx import numpy_helper; graph = onnx.load('FILE').graph\n"
        + "numpy.savez('weights.npz', **{item.name: numpy_helper.to_array(item) for item in graph.initializer})");

    public static readonly UnreadFormat Gguf = new(
        "a GGUF file",
        "import gguf, numpy; reader = gguf.GGUFReader('FILE')\n"
        + "numpy.savez('weights.npz', **{item.name: gguf.dequantize(item.data, item.tensor_type) for item in reader.tensors})");

    public static readonly UnreadFormat Matlab = new(
        "a MATLAB file",
        "import numpy, scipy.io; arrays = scipy.io.loadmat('FILE')\n"
        + "numpy.savez('weights.npz', **{name: value for name, value in arrays.items() if not name.startswith('__')})");

    /// <summary>The refusal, with the conversion.</summary>
    public ArrayFormatException Refuse(string file) => new(file, this);
}
