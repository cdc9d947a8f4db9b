module.exports = require("../rule.js")(3);
