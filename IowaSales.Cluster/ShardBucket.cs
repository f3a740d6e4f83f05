using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using IowaSales.Forecasting.Sharding;

namespace IowaSales.Cluster;

/// <summary>
/// A place for the parts of trainings in storage that speaks the S3 protocol, below a prefix, each training in a folder of its own. Endpoint, region and
/// credentials are those of the standard AWS environment variables.
/// </summary>
public sealed class ShardBucket : IDisposable
{
    private const string Scheme = "s3://";

    private readonly IAmazonS3 _client;
    private readonly string _bucket;
    private readonly string _prefix;

    /// <summary>Names the place.</summary>
    /// <param name="client">Reaches the storage; disposed of with this.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">What all names begin with, without a slash at its end; "" for nothing.</param>
    internal ShardBucket(IAmazonS3 client, string bucket, string prefix) => (_client, _bucket, _prefix) = (client, bucket, prefix.Length == 0 ? "" : $"{prefix}/");

    /// <summary>The last part of the address, which names the place to people and to clusters.</summary>
    public string Name => _prefix.Length == 0 ? _bucket : _prefix.TrimEnd('/').Split('/')[^1];

    /// <summary>Opens a place.</summary>
    /// <param name="address">Its address, <c>s3://bucket/prefix</c>.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <exception cref="ArgumentException">It is no such address, or the environment names no usable endpoint.</exception>
    public static ShardBucket Open(string address, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(environment);
        var parts = address.StartsWith(Scheme, StringComparison.Ordinal) ? address[Scheme.Length..].Trim('/').Split('/', 2) : [""];
        if (parts[0].Length == 0)
        {
            throw new ArgumentException($"It must be an address such as s3://bucket/prefix, not '{address}'.");
        }

        var region = environment("AWS_REGION") is { Length: > 0 } named ? named : "us-east-1";
        var config = new AmazonS3Config
        {
            // Other services that speak the protocol do not know the later checksums
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if ((environment("AWS_ENDPOINT_URL_S3") ?? environment("AWS_ENDPOINT_URL")) is { Length: > 0 } endpoint)
        {
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out _))
            {
                throw new ArgumentException($"The endpoint in AWS_ENDPOINT_URL must be an address such as http://minio:9000, not '{endpoint}'.");
            }

            (config.ServiceURL, config.ForcePathStyle, config.AuthenticationRegion) = (endpoint, true, region);
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        var client = environment("AWS_ACCESS_KEY_ID") is { Length: > 0 } key && environment("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret
            ? new AmazonS3Client(environment("AWS_SESSION_TOKEN") is { Length: > 0 } token ? new SessionAWSCredentials(key, secret, token) : new BasicAWSCredentials(key, secret), config)
            : new AmazonS3Client(config);
        return new ShardBucket(client, parts[0], parts.Length > 1 ? parts[1] : "");
    }

    /// <summary>The parts of a training.</summary>
    /// <param name="training">Names the training.</param>
    public IShardStorage StorageOf(string training) => new Parts(_client, _bucket, $"{_prefix}{training}/");

    /// <summary>Removes the parts of a training.</summary>
    /// <param name="training">Names the training.</param>
    /// <exception cref="IOException">They cannot be removed.</exception>
    public void Remove(string training) => Answer("removed", training, async () =>
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = $"{_prefix}{training}/" };
        ListObjectsV2Response page;
        do
        {
            page = await _client.ListObjectsV2Async(request);
            foreach (var part in page.S3Objects ?? [])
            {
                await _client.DeleteObjectAsync(_bucket, part.Key);
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
        return true;
    });

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Waits for an answer; what goes wrong is said as of a file.</summary>
    private static T Answer<T>(string what, string name, Func<Task<T>> ask)
    {
        try
        {
            return ask().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new IOException(
                $"{name} could not be {what} ({exception.Message.TrimEnd('.')}); check --shared, AWS_ENDPOINT_URL, AWS_REGION and the credentials.", exception);
        }
    }

    /// <summary>The parts of one training as objects. What is read comes to a file first, which is gone when it is closed.</summary>
    private sealed class Parts(IAmazonS3 client, string bucket, string prefix) : IShardStorage
    {
        private const int Buffer = 1 << 16;

        /// <inheritdoc/>
        public bool Exists(string name) => Answer("looked up", name, async () =>
        {
            try
            {
                await client.GetObjectMetadataAsync(bucket, prefix + name);
                return true;
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                return false;
            }
        });

        /// <summary>Writes a part unless it is there: whoever made it made the same, and readers see one of them for good.</summary>
        public void Write(string name, Action<Stream> write)
        {
            ArgumentNullException.ThrowIfNull(write);
            using var file = Scratch();
            write(file);
            Answer("written", name, async () =>
            {
                file.Position = 0;
                try
                {
                    await client.PutObjectAsync(new PutObjectRequest
                    {
                        BucketName = bucket,
                        Key = prefix + name,
                        InputStream = file,
                        AutoCloseStream = false,
                        IfNoneMatch = "*",
                        UseChunkEncoding = false,
                    });
                }
                catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
                {
                    // Another worker was first
                }

                return true;
            });
        }

        /// <inheritdoc/>
        public FileStream OpenRead(string name)
        {
            var file = Scratch();
            try
            {
                Answer("read", name, async () =>
                {
                    using var answer = await client.GetObjectAsync(bucket, prefix + name);
                    await answer.ResponseStream.CopyToAsync(file);
                    return true;
                });
                file.Flush();
                file.Position = 0;
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }

        private static FileStream Scratch() => new(
            Path.Combine(Path.GetTempPath(), $"iowasales-{Guid.NewGuid():N}.tmp"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.Delete | FileShare.Read,
            Buffer,
            FileOptions.DeleteOnClose);
    }
}
