using CorrSyn.Simulation.Estimation;

namespace CorrSyn.Simulation.Networks;

/// <summary>What names a measured network within one piece of work.</summary>
/// <param name="Model">0, or 1 for the model that the first is compared with.</param>
/// <param name="Samples">M, the inputs it was measured with.</param>
/// <param name="Instance">The number of the network, from 0.</param>
public readonly record struct NetworkKey(int Model, int Samples, int Instance);

/// <summary>Networks that have been measured, so that none is measured twice. May be used from several threads.</summary>
public sealed class NetworkStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<NetworkKey, IReadOnlyList<LayerStatistics>> _networks = [];
    private readonly Action<NetworkStore>? _changed;

    /// <summary>A store without networks.</summary>
    /// <param name="changed">Called after each network that <see cref="Keep"/> adds, by one thread at a time; what it throws
    /// ends the simulation.</param>
    public NetworkStore(Action<NetworkStore>? changed = null) => _changed = changed;

    /// <summary>The networks, by model, inputs and number.</summary>
    public IReadOnlyList<KeyValuePair<NetworkKey, IReadOnlyList<LayerStatistics>>> Networks
    {
        get
        {
            lock (_lock)
            {
                return
                [
                    .. _networks.OrderBy(entry => (entry.Key.Model, entry.Key.Samples, entry.Key.Instance)),
                ];
            }
        }
    }

    /// <summary>Adds a network that is known from before.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="layers">Its layers, from the input up to the last or to the first out of range.</param>
    public void Restore(NetworkKey key, IReadOnlyList<LayerStatistics> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        lock (_lock)
            _networks[key] = layers;
    }

    /// <summary>The layers of a network; null if it is not here.</summary>
    /// <param name="key">Its name.</param>
    public IReadOnlyList<LayerStatistics>? Find(NetworkKey key)
    {
        lock (_lock)
            return _networks.GetValueOrDefault(key);
    }

    /// <summary>Adds a network that has just been measured.</summary>
    internal void Keep(NetworkKey key, IReadOnlyList<LayerStatistics> layers)
    {
        lock (_lock)
        {
            _networks[key] = layers;
            _changed?.Invoke(this);
        }
    }
}
