const Bull = require('bull');

const imageAttachmentQueue = new Bull('image-attachment', process.env.REDIS_URL);

const backgroundImageProcessingQueue = new Bull('background-image-processing', process.env.REDIS_URL, {
  settings: { lockDuration: 15000 },
});

module.exports = { imageAttachmentQueue, backgroundImageProcessingQueue };
